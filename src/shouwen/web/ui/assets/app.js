// The pages' behaviour: one small module for each thing a person does.
import htmx from "htmx.org";

import { startBeside } from "./beside.js";
import { startClocks } from "./clocks.js";
import { startComposer } from "./composer.js";
import { startCopy } from "./copy.js";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startDrawn } from "./drawn.js";
import { startFind } from "./find.js";
import { startForms } from "./forms.js";
import { startHere } from "./here.js";
import { startIntake } from "./intake.js";
import { startKeys } from "./keys.js";
import { startKinds } from "./kinds.js";
import { startLead } from "./lead.js";
import { startLink } from "./link.js";
import { startLive } from "./live.js";
import { startChoosing } from "./choose.js";
import { startPresence } from "./presence.js";
import { startPush } from "./push.js";
import { startOutbox } from "./outbox.js";
import { startRuleForm } from "./rule-form.js";
import { startSaid } from "./said.js";
import { startSpace } from "./space.js";
import { startToasts } from "./toasts.js";

window.htmx = htmx;
startClocks();
startComposer();
startCopy();
startDialogs();
startDrafts();
startDrawn();
startFind();
startForms();
startHere();
startIntake();
startKeys();
startKinds();
startLead();
startLink();
startLive();
startPresence();
startPush();
startOutbox();
startRuleForm();
startChoosing();
startSaid();
startSpace();
startToasts();
startBeside();

// The way through the administration lies across the top of a phone: where one is stays in sight.
document.querySelector(".admin-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// The tree of clauses shows where one is.
const tree = document.querySelector(".tree");
const clause = tree?.querySelector("[aria-current]");
if (clause) tree.scrollTop = clause.offsetTop - tree.offsetTop - tree.clientHeight / 3;
