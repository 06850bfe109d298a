// Keys of the grid: Enter and the arrows up and down stay in the column, left and right leave an empty cell.
(() => {
  const grid = document.getElementById("grid");
  if (!grid) return;
  const cells = [...grid.querySelectorAll(".cell")];
  const go = (from, rows, columns) => {
    let row = Number(from.dataset.row) + rows;
    let column = Number(from.dataset.column) + columns;
    for (let step = 0; step < 200; step += 1, row += rows, column += columns) {
      const next = cells.find((each) => Number(each.dataset.row) === row && Number(each.dataset.column) === column);
      if (next) {
        next.focus();
        next.select();
        return true;
      }
    }
    return false;
  };
  const moves = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  grid.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move || !event.target.classList.contains("cell") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (move[1] && event.target.value) return;
    const moved = go(event.target, ...move);
    if (moved || event.key === "Enter") event.preventDefault();
    if (!moved && event.key === "Enter") grid.querySelector("button.main").focus();
  });
})();
