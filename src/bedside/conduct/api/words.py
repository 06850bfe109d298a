"""The words of the API's refusals and of the screens of tokens."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.values.wording import Text

WORDS: Mapping[str, Text] = {
    "tokens": Text("Tokens for programs", "Jetons pour des programmes"),
    "lead": Text(
        "With a token a program does in your name what you allow it here, and nothing that you may not do yourself."
        " Every call is in the audit trail.",
        "Avec un jeton, un programme fait en votre nom ce que vous lui permettez ici, et rien que vous ne puissiez"
        " faire vous-même. Chaque appel est dans la piste d’audit.",
    ),
    "everybody_lead": Text(
        "Every token of this study. People make their own; those of machines (accounts without second factor, to which"
        " nobody logs in) an administrator makes.",
        "Tous les jetons de cette étude. Chacun crée les siens\u00a0; ceux des machines (comptes sans second facteur,"
        " auxquels personne ne se connecte) sont créés par un administrateur.",
    ),
    "none": Text("There is none yet.", "Il n’y en a pas encore."),
    "make": Text("Make a token", "Créer un jeton"),
    "make_for": Text("Make a token for {name}", "Créer un jeton pour {name}"),
    "machines": Text("Accounts of machines", "Comptes de machines"),
    "name": Text("Which program will use it", "Quel programme l’utilisera"),
    "scope": Text("What it may do", "Ce qu’il peut faire"),
    "sites": Text("At which sites", "Dans quels centres"),
    "col_name": Text("Program", "Programme"),
    "col_user": Text("User", "Utilisateur"),
    "col_scope": Text("May", "Peut"),
    "col_sites": Text("Sites", "Centres"),
    "sites_help": Text("None chosen: at all of yours.", "Aucun choisi\u00a0: dans tous les vôtres."),
    "all_own": Text("all own sites", "tous ses centres"),
    "until": Text("Until the end of", "Jusqu’à la fin du"),
    "until_help": Text("At most a year ahead.", "Un an au plus."),
    "made": Text("Made", "Créé"),
    "used": Text("Used last", "Dernière utilisation"),
    "never": Text("never", "jamais"),
    "ends": Text("Ends", "Expire"),
    "state": Text("State", "État"),
    "state_open": Text("in force", "en vigueur"),
    "state_expired": Text("expired", "expiré"),
    "state_ended": Text("taken back", "retiré"),
    "end": Text("Take back", "Retirer"),
    "end_named": Text("Take back {name}", "Retirer {name}"),
    "by": Text("by {name}", "par {name}"),
    "once": Text("This token is shown this once", "Ce jeton n’est montré que cette fois"),
    "once_help": Text(
        "Copy it now to where the program reads its secrets. What is kept here is a digest from which it cannot be"
        " found; whoever has it can act in the name of {name}.",
        "Copiez-le maintenant là où le programme lit ses secrets. N’est gardée ici qu’une empreinte qui ne permet pas"
        " de le retrouver\u00a0; qui le possède peut agir au nom de {name}.",
    ),
    "back": Text("To the tokens", "Aux jetons"),
    "operations": Text("The API", "L’API"),
    "operations_lead": Text(
        "Every operation asks for the action of the table of roles that stands beside it, at the site it is about. Send"
        " the token as a bearer token in the Authorization header. The whole description, for programs:",
        "Chaque opération demande l’action de la table des rôles indiquée à côté, dans le centre concerné. Envoyez le"
        " jeton dans l’en-tête Authorization, de type Bearer. La description complète, pour des programmes\u00a0:",
    ),
    "operation": Text("Operation", "Opération"),
    "asks": Text("Action asked for", "Action demandée"),
    "no_token": Text("there is no token {token}.", "il n’y a pas de jeton {token}."),
    "look_at_tokens": Text("Look at the list of tokens.", "Voyez la liste des jetons."),
    "no_day": Text("“{text}” is not a day.", "«\u00a0{text}\u00a0» n’est pas un jour."),
    "write_day": Text("Write it like 2026-11-22.", "Écrivez-le comme 2026-11-22."),
    "token_no_token": Text("no token was sent.", "aucun jeton n’a été envoyé."),
    "token_unknown": Text("this token is not known.", "ce jeton n’est pas connu."),
    "token_expired": Text("this token has expired.", "ce jeton a expiré."),
    "token_taken_back": Text("this token was taken back.", "ce jeton a été retiré."),
    "token_account_closed": Text("the account of this token is closed.", "le compte de ce jeton est fermé."),
    "token_todo": Text(
        "Send, as a bearer token in the Authorization header, a token made on the page of your account.",
        "Envoyez, dans l’en-tête Authorization de type Bearer, un jeton créé sur la page de votre compte.",
    ),
    "too_many": Text("too many calls within a minute.", "trop d’appels en une minute."),
    "wait": Text("Wait {seconds} s.", "Attendez {seconds}\u00a0s."),
    "not_in_scope": Text("this token is not for “{action}”.", "ce jeton n’est pas fait pour «\u00a0{action}\u00a0»."),
    "other_token": Text("Use a token that is, or make one.", "Utilisez-en un qui l’est, ou créez-en un."),
    "may_not": Text(
        "{name} may not do “{action}” at {where} with this token.",
        "{name} ne peut pas faire «\u00a0{action}\u00a0»\u00a0: {where}, avec ce jeton.",
    ),
    "at_site": Text("site {site}", "centre {site}"),
    "at_study": Text("this study", "cette étude"),
    "ask_administrator": Text("Ask an administrator for the role.", "Demandez le rôle à un administrateur."),
    "nobody": Text("there is nobody {code}.", "il n’y a personne sous {code}."),
    "no_site": Text("there is no site {site}.", "il n’y a pas de centre {site}."),
    "no_cut": Text("there is no cut {number}.", "il n’y a pas d’extraction {number}."),
    "not_analysed": Text(
        "cut {number} is not one that is analysed: those for efficacy are, of a protocol that says what is estimated.",
        "l’extraction {number} n’est pas analysée\u202f; le sont celles d’efficacité, d’un protocole qui dit ce qui est"
        " estimé.",
    ),
    "no_plan": Text(
        "version {version} does not say what is estimated.", "la version {version} ne dit pas ce qui est estimé."
    ),
    "no_lot": Text("there is no lot {number}.", "il n’y a pas de lot {number}."),
    "no_version": Text("there is no version {version}.", "il n’y a pas de version {version}."),
    "no_item": Text(
        "form {form} has no item {item} to fill.", "le formulaire {form} n’a pas de champ {item} à remplir."
    ),
    "no_parameter": Text("there is no parameter “{name}”.", "il n’y a pas de paramètre «\u00a0{name}\u00a0»."),
    "no_question": Text("there is no question {name}.", "il n’y a pas de question {name}."),
    "other_operation": Text(
        "this step is recorded by another operation.", "cette étape est consignée par une autre opération."
    ),
    "not_there": Text("there is no such thing here.", "cela n’existe pas ici."),
    "not_enrolled": Text("{code} is not enrolled.", "{code} n’est pas inclus."),
    "look_at_list": Text("Look in the list.", "Voyez la liste."),
    "no_address": Text("there is no such address.", "cette adresse n’existe pas."),
    "look_at_openapi": Text("Look in /api/v1/openapi.json.", "Voyez /api/v1/openapi.json."),
}
