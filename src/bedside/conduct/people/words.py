"""The words of the screens of people."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

_ACCOUNT: Mapping[str, Text] = {
    "sign_in": Text("Sign in", "Se connecter"),
    "session_over": Text("The session has ended, so this cannot be shown.",
                         "La session est terminée, ceci ne peut donc pas être affiché."),
    "username": Text("User name", "Nom d’utilisateur"),
    "password": Text("Password", "Mot de passe"),
    "sign_in_help": Text(
        "The administrator of the study gives accounts and new passwords.",
        "L’administrateur de l’étude donne les comptes et les nouveaux mots de passe.",
    ),
    "through": Text("Sign in through {name}", "Se connecter par {name}"),
    "not_known": Text(
        "This person has no account in this study. Ask its administrator.",
        "Cette personne n’a pas de compte dans cette étude. Demandez à son administrateur.",
    ),
    "cancelled": Text("The log-in was called off.", "La connexion a été abandonnée."),
    "provider_failed": Text(
        "The identity provider did not answer as it should. Try again, or sign in with a password.",
        "Le fournisseur d’identité n’a pas répondu comme il faut. Réessayez, ou connectez-vous par mot de passe.",
    ),
    "second_factor": Text("Second factor", "Second facteur"),
    "code_ask": Text(
        "Type the six digits that your authenticator app shows, or one of your recovery codes.",
        "Saisissez les six chiffres qu’affiche votre application d’authentification, ou l’un de vos codes de secours.",
    ),
    "code": Text("Code", "Code"),
    "go_on": Text("Continue", "Continuer"),
    "use_passkey": Text("Use a passkey", "Utiliser une clé d’accès"),
    "passkey_help": Text(
        "Your device asks for a finger, a face, a PIN or a security key.",
        "Votre appareil demande un doigt, un visage, un code PIN ou une clé de sécurité.",
    ),
    "passkey_failed": Text(
        "The passkey was not read. Try again, or type a code.",
        "La clé d’accès n’a pas été lue. Réessayez, ou saisissez un code.",
    ),
    "again": Text("Is it still you?", "Est-ce toujours vous\u00a0?"),
    "again_help": Text(
        "What follows concerns the safety of your account: show once more that it is you.",
        "La suite touche à la sécurité de votre compte\u00a0: montrez encore une fois que c’est vous.",
    ),
    "other_ways": Text("Another way", "Un autre moyen"),
    "with_password": Text("With the password", "Avec le mot de passe"),
    "with_code": Text("With a code", "Avec un code"),
    "with_passkey": Text("With a passkey", "Avec une clé d’accès"),
    "printed_name": Text("Your name, as it is to be printed", "Votre nom, tel qu’il doit être imprimé"),
    "your_password": Text("Your password", "Votre mot de passe"),
    "your_code": Text("Code of your authenticator app", "Code de votre application d’authentification"),
    "your_code_help": Text(
        "Or a recovery code. Each code is taken once: after a log-in, wait for the next one.",
        "Ou un code de secours. Chaque code ne sert qu’une fois\u00a0: après une connexion, attendez le suivant.",
    ),
    "by_passkey": Text("Use a passkey instead of a code", "Utiliser une clé d’accès au lieu d’un code"),
    "passkey_used": Text("Your passkey was used a moment ago.", "Votre clé d’accès vient d’être utilisée."),
    "closed": Text("This account is closed", "Ce compte est fermé"),
    "closed_help": Text("Ask the administrator of the study.", "Demandez à l’administrateur de l’étude."),
    "my_account": Text("My account", "Mon compte"),
    "must_have": Text(
        "Nobody works here with a password alone. Set up an authenticator app or a passkey to go on.",
        "Personne ne travaille ici avec un seul mot de passe. Installez une application d’authentification ou une clé"
        " d’accès pour continuer.",
    ),
    "app": Text("Authenticator app", "Application d’authentification"),
    "app_on": Text("Set up.", "Installée."),
    "app_off": Text("Not set up.", "Pas installée."),
    "app_add": Text("Set up an authenticator app", "Installer une application d’authentification"),
    "app_add_short": Text("Set up", "Installer"),
    "app_steps": Text(
        "Scan the square with the app on your telephone, then type the six digits that it shows.",
        "Scannez le carré avec l’application de votre téléphone, puis saisissez les six chiffres qu’elle affiche.",
    ),
    "app_secret": Text("Or type this key into the app:", "Ou saisissez cette clé dans l’application\u00a0:"),
    "qr": Text("QR code of the key below", "Code QR de la clé ci-dessous"),
    "app_remove": Text("Remove the authenticator app", "Retirer l’application d’authentification"),
    "remove": Text("Remove", "Retirer"),
    "remove_help": Text(
        "Without another second factor you will have to set one up before you can go on.",
        "Sans autre second facteur, il faudra en installer un avant de pouvoir continuer.",
    ),
    "passkeys": Text("Passkeys", "Clés d’accès"),
    "passkey": Text("passkey", "clé d’accès"),
    "passkey_number": Text("Passkey {number}", "Clé d’accès {number}"),
    "factor_is": Text("Second factor: {there}", "Second facteur\u00a0: {there}"),
    "last_is": Text("Last log-in: {when}", "Dernière connexion\u00a0: {when}"),
    "no_passkeys": Text("None yet.", "Aucune pour l’instant."),
    "passkey_add": Text("Add a passkey", "Ajouter une clé d’accès"),
    "passkey_remove": Text("Remove the passkey “{name}”", "Retirer la clé d’accès «\u00a0{name}\u00a0»"),
    "passkey_rename": Text("Rename the passkey", "Renommer la clé d’accès"),
    "rename": Text("Rename", "Renommer"),
    "name": Text("Name", "Nom"),
    "added": Text("added", "ajoutée le"),
    "codes": Text("Recovery codes", "Codes de secours"),
    "codes_help": Text(
        "Each opens your account once, when telephone and passkey are not at hand. Print them or write them down, and"
        " keep them where you keep your keys.",
        "Chacun ouvre votre compte une fois, quand ni le téléphone ni la clé d’accès ne sont là. Imprimez-les ou"
        " notez-les, et rangez-les avec vos clés.",
    ),
    "codes_left": Text("{left} of {total} are left.", "Il en reste {left} sur {total}."),
    "codes_none": Text("None are left: make new ones.", "Il n’en reste aucun\u00a0: faites-en de nouveaux."),
    "codes_see": Text("See them", "Les voir"),
    "codes_download": Text("Download", "Télécharger"),
    "codes_new": Text("Make new ones", "En faire de nouveaux"),
    "codes_new_help": Text("The old ones will no longer open anything.", "Les anciens n’ouvriront plus rien."),
    "done": Text("Done", "Terminé"),
    "password_change": Text("Change the password", "Changer de mot de passe"),
    "password_own": Text(
        "Somebody gave you this password, so somebody else knows it: choose your own.",
        "Quelqu’un vous a donné ce mot de passe, donc quelqu’un d’autre le connaît\u00a0: choisissez le vôtre.",
    ),
    "password_rules": Text(
        "At least twelve characters; not your name, not a common password, not digits alone.",
        "Au moins douze caractères\u00a0; ni votre nom, ni un mot de passe courant, ni des chiffres seulement.",
    ),
    "password_old": Text("The password until now", "Le mot de passe actuel"),
    "password_new": Text("The new password", "Le nouveau mot de passe"),
    "password_repeat": Text("The new password once more", "Le nouveau mot de passe encore une fois"),
    "sign_out": Text("Sign out", "Se déconnecter"),
    "sign_out_sure": Text("Do you want to sign out?", "Voulez-vous vous déconnecter\u00a0?"),
    "locked": Text(
        "Too many failed attempts: wait {minutes} minutes, then try again. If you do not know the password any more, "
        "an administrator of the study gives you another.",
        "Trop d’essais manqués\u00a0: attendez {minutes} minutes, puis réessayez. Si vous ne connaissez plus le mot de "
        "passe, un administrateur de l’étude vous en donne un autre.",
    ),
    "mismatch": Text(
        "User name or password are not correct.", "Nom d’utilisateur ou mot de passe incorrect."
    ),
    "too_many": Text("Too many attempts", "Trop d’essais"),
    "too_many_help": Text(
        "Wait five minutes, then try again.", "Attendez cinq minutes, puis réessayez."
    ),
}  # fmt: skip
_LIST: Mapping[str, Text] = {
    "people": Text("People", "Personnes"),
    "lead": Text(
        "Who may work in this study, in which role, and where. Every change is in the audit trail.",
        "Qui peut travailler dans cette étude, dans quel rôle, et où. Chaque changement est dans la piste d’audit.",
    ),
    "organisation": Text("Organisation", "Établissement"),
    "roles": Text("Roles", "Rôles"),
    "no_role": Text("no role", "aucun rôle"),
    "last_seen": Text("Last log-in", "Dernière connexion"),
    "never": Text("never", "jamais"),
    "status": Text("Account", "Compte"),
    "open": Text("open", "ouvert"),
    "shut": Text("closed", "fermé"),
    "provisional": Text("password not chosen yet", "mot de passe pas encore choisi"),
    "add": Text("Add somebody", "Ajouter quelqu’un"),
    "add_help": Text(
        "The page after this one shows a password to hand over, once. Its owner changes it at the first log-in.",
        "La page suivante montre, une seule fois, un mot de passe à remettre. Son propriétaire en change à la première"
        " connexion.",
    ),
    "username_help": Text(
        "Letters, digits and . - _ @ +; it stands in the trail for good.",
        "Lettres, chiffres et . - _ @ +\u00a0; il reste dans la piste d’audit.",
    ),
    "role": Text("Role", "Rôle"),
    "at": Text("At", "Dans"),
    "everywhere": Text("all sites", "tous les centres"),
    "until": Text("Until (the end of that day)", "Jusqu’au (fin de cette journée)"),
    "until_help": Text("An inspector’s access always ends.", "L’accès d’un inspecteur a toujours une fin."),
    "until_day": Text("until {day}", "jusqu’au {day}"),
    "over": Text("over", "terminé"),
    "grant": Text("Give a role", "Donner un rôle"),
    "end": Text("Take back", "Retirer"),
    "end_role": Text("Take the role back", "Retirer le rôle"),
    "given": Text("Given", "Donné"),
    "taken": Text("Taken back", "Retiré"),
    "by": Text("{when} by {who}", "le {when} par {who}"),
    "shut_out": Text("Close the account", "Fermer le compte"),
    "reopen": Text("Open the account again", "Rouvrir le compte"),
    "renew": Text("Give a new password", "Donner un nouveau mot de passe"),
    "take_factor": Text("Remove the second factor", "Retirer le second facteur"),
    "take_factor_help": Text(
        "For somebody who lost it: make sure that it is them. They set up another at the next log-in.",
        "Pour quelqu’un qui l’a perdu\u00a0: assurez-vous que c’est bien lui. Il en installe un autre à la prochaine"
        " connexion.",
    ),
    "password_once": Text("A password to hand over", "Un mot de passe à remettre"),
    "password_once_help": Text(
        "It is shown this once. Hand it to {name} in person or by telephone, never with the user name in one message.",
        "Il n’est montré qu’ici. Remettez-le à {name} en personne ou par téléphone, jamais avec le nom d’utilisateur"
        " dans le même message.",
    ),
    "to_person": Text("To the account of {name}", "Vers le compte de {name}"),
    "history": Text("Roles, now and before", "Rôles, actuels et passés"),
    "name_wrong": Text("This is no user name.", "Ce n’est pas un nom d’utilisateur."),
}
WORDS: Mapping[str, Text] = {**_ACCOUNT, **_LIST}
