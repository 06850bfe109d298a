"""The mixed model for repeated measures against R: nlme's gls, lme4 with pbkrtest, and lm of several responses.

gls has the unstructured, autoregressive and compound symmetric covariances; its general autoregressive process of as
many orders as there are lags is the Toeplitz one. lme4's random effects make compound symmetry (an intercept) and, with
one effect for a visit and one for a pair of visits, any covariance of three visits whose parts are positive; pbkrtest
takes Kenward and Roger's adjustment of these, which are linear in their parameters, from the expected information.
Degrees of freedom and adjusted errors do not depend on which linear parameters are taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from bedside.statistics.repeated.contrasts import Repeated
from bedside.statistics.repeated.covariance import Structure
from bedside.statistics.repeated.freedom import Freedom, Information
from bedside.statistics.repeated.model import repeated
from tests.double.in_r import r

VISITS = (0, 1, 2, 3)
GLS = {
    Structure.UNSTRUCTURED: "correlation = corSymm(form = ~ v | id), weights = varIdent(form = ~ 1 | v)",
    Structure.TOEPLITZ: "correlation = corARMA(form = ~ v | id, p = 3)",
    Structure.AUTOREGRESSIVE: "correlation = corAR1(form = ~ v | id)",
    Structure.COMPOUND_SYMMETRY: "correlation = corCompSymm(form = ~ v | id)",
}


@dataclass(frozen=True)
class Drawn:
    """Known values of participants of two groups, with a baseline."""

    y: NDArray[np.float64]
    id: NDArray[np.int64]
    v: NDArray[np.int64]
    g: NDArray[np.int64]
    b: NDArray[np.float64]

    def model(self, visits: tuple[int, ...], **chosen: object) -> Repeated:
        return repeated(
            self.y, self.id, self.v.tolist(), visits, self.g.tolist(), {"baseline": self.b}, **chosen  # type: ignore[arg-type]
        )  # fmt: skip

    def vectors(self) -> dict[str, NDArray[np.float64]]:
        centred = self.b - self.b.mean()
        return {"y": self.y, "id": self.id, "v": self.v, "g": self.g, "b": centred}


def drawn(seed: int, people: int, covariance: NDArray[np.float64], missing: float) -> Drawn:
    chance, t = np.random.default_rng(seed), len(covariance)
    base, group = chance.normal(10, 2, people), np.arange(people) % 2
    held = chance.multivariate_normal(np.zeros(t), covariance, people) + 0.5 * base[:, None] + np.outer(group, range(t))
    known = chance.random((people, t)) >= missing
    person, visit = np.nonzero(known)
    return Drawn(held[known], person, visit, group[person], base[person])


TOGETHER = np.array([[4.0, 2.5, 1.5, 1.0], [2.5, 5.0, 3.0, 2.0], [1.5, 3.0, 6.0, 3.5], [1.0, 2.0, 3.5, 8.0]])


@pytest.mark.parametrize("structure", list(Structure))
@pytest.mark.parametrize(("seed", "people", "missing"), [(1, 60, 0.0), (2, 60, 0.2), (3, 24, 0.1)])
def test_the_fit_is_that_of_gls(structure: Structure, seed: int, people: int, missing: float) -> None:
    held = drawn(seed, people, TOGETHER, missing)
    other = r(
        "d <- data.frame(y, id = factor(id), v = v + 1, cell = factor(paste(g, v)), b)\n"
        f"f <- gls(y ~ 0 + cell + b, d, {GLS[structure]}, method = 'REML',"
        " control = glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500))\n"
        'say("means", coef(f)[1:8])\nsay("se", sqrt(diag(vcov(f)))[1:8])\nsay("loglik", logLik(f))\n'
        "R <- corMatrix(f$modelStruct$corStruct); R <- R[[which(sapply(R, nrow) == 4)[1]]]\n"
        "w <- f$modelStruct$varStruct\n"
        "s <- if (is.null(w)) rep(1, 4) else coef(w, unconstrained = FALSE, allCoef = TRUE)[as.character(1:4)]\n"
        'say("covariance", f$sigma^2 * R * outer(s, s))\n',
        "nlme", **held.vectors(),
    )  # fmt: skip
    found = held.model(VISITS, structure=structure, freedom=Freedom.SATTERTHWAITE)
    means = [found.mean(g, v).estimate for g in (0, 1) for v in VISITS]
    assert [each.value for each in means] == pytest.approx(other["means"].tolist(), rel=1e-5)
    assert [each.se for each in means] == pytest.approx(other["se"].tolist(), rel=1e-4)
    assert np.asarray(found.covariance).ravel() == pytest.approx(other["covariance"], rel=1e-3, abs=1e-3)
    assert found.deviance == pytest.approx(-2 * other["loglik"][0], rel=1e-9)


CELLS = "d <- data.frame(y, id = factor(id), v, cell = factor(paste(g, v)), b)\n"
MODCOMP = (
    "say('means', fixef(f)); say('se', sqrt(diag(as.matrix(vcovAdj(f)))))\n"
    "p <- length(fixef(f)); n <- (p - 1) / 2\n"
    "one <- matrix(0, 1, p); one[1, n] <- -1; one[1, 2 * n] <- 1\n"
    "all <- cbind(-diag(n), diag(n), 0)\n"
    "for (at in c('one', 'all')) { k <- KRmodcomp(f, get(at))$test\n"
    "  say(at, c(k['Ftest', 'stat'], k['Ftest', 'ddf'], k['Ftest', 'p.value'])) }\n"
)


def check_kenward_roger(
    held: Drawn, visits: tuple[int, ...], structure: Structure, other: dict[str, NDArray[np.float64]]
) -> None:
    found = held.model(
        visits, structure=structure, freedom=Freedom.KENWARD_ROGER_LINEAR, information=Information.EXPECTED
    )
    means = [found.mean(g, v).estimate for g in (0, 1) for v in visits]
    assert [each.value for each in means] == pytest.approx(other["means"][:-1].tolist(), rel=1e-5)
    assert [each.se for each in means] == pytest.approx(other["se"][:-1].tolist(), rel=1e-4)
    last = found.difference(1, 0, visits[-1])
    assert (last.df, last.p) == pytest.approx((other["one"][1], other["one"][2]), rel=2e-4)
    assert last.estimate.value**2 / last.estimate.se**2 == pytest.approx(other["one"][0], rel=2e-4)  # type: ignore[operator]
    joint = found.joint([{(1, v): 1, (0, v): -1} for v in visits])
    assert (joint.f, joint.below, joint.p) == pytest.approx(tuple(other["all"]), rel=2e-4)


@pytest.mark.parametrize(("seed", "people", "missing"), [(4, 40, 0.0), (5, 40, 0.25), (6, 16, 0.2)])
def test_kenward_roger_of_compound_symmetry_is_that_of_pbkrtest(seed: int, people: int, missing: float) -> None:
    held = drawn(seed, people, 2 + np.eye(4), missing)
    control = "control = lmerControl(optimizer = 'bobyqa', optCtrl = list(rhoend = 1e-12))"
    fit = f"f <- lmer(y ~ 0 + cell + b + (1 | id), d, {control})\n"
    other = r(CELLS + fit + MODCOMP, "lme4", "pbkrtest", **held.vectors())
    check_kenward_roger(held, VISITS, Structure.COMPOUND_SYMMETRY, other)


@pytest.mark.parametrize(("seed", "people", "missing"), [(7, 200, 0.0), (8, 200, 0.2)])
def test_kenward_roger_of_any_covariance_is_that_of_pbkrtest(seed: int, people: int, missing: float) -> None:
    """An effect of the second visit, of the third, of each pair of visits, a residual: six parts for six entries."""
    pairs = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]])
    parts = np.diag([3.0, 8.0, 12.0]) + 4 * pairs.T @ pairs
    held = drawn(seed, people, parts, missing)
    effects = "".join(
        f"d$e{n} <- as.numeric(d$v %in% c({', '.join(map(str, visits))}))\n"
        for n, visits in enumerate([(1,), (2,), (0, 1), (0, 2), (1, 2)])
    )
    random = " + ".join(f"(0 + e{n} | id)" for n in range(5))
    control = "control = lmerControl(optimizer = 'bobyqa', optCtrl = list(rhoend = 1e-12, maxfun = 1e5))"
    fit = f"f <- lmer(y ~ 0 + cell + b + {random}, d, {control})\nstopifnot(!isSingular(f))\n"
    other = r(CELLS + effects + fit + MODCOMP, "lme4", "pbkrtest", **held.vectors())
    check_kenward_roger(held, (0, 1, 2), Structure.UNSTRUCTURED, other)


def test_growth_measured_by_potthoff_and_roy() -> None:
    """27 children at four ages (Biometrika 1964;51:313-326), complete: means, and the covariance within the sexes."""
    other = r(
        "say('y', Orthodont$distance); say('id', Orthodont$Subject); say('age', Orthodont$age)\n"
        "say('g', Orthodont$Sex == 'Female')\n"
        "wide <- matrix(Orthodont$distance, ncol = 4, byrow = TRUE)\n"
        "girl <- Orthodont$Sex[seq(1, 108, 4)] == 'Female'\n"
        "f <- lm(wide ~ girl)\n"
        "say('means', rbind(coef(f)[1, ], colSums(coef(f)))); say('covariance', SSD(f)$SSD / f$df.residual)\n",
        "nlme",
    )  # fmt: skip
    found = repeated(other["y"], other["id"], other["age"].tolist(), (8, 10, 12, 14), other["g"].tolist())
    means = [found.mean(g, v).estimate.value for v in (8, 10, 12, 14) for g in (0, 1)]
    assert means == pytest.approx(other["means"].tolist(), rel=1e-9)
    assert np.asarray(found.covariance).ravel() == pytest.approx(other["covariance"], rel=1e-9)
    assert found.difference(1, 0, 14).df == pytest.approx(25, rel=1e-9)
