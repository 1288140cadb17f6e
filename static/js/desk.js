// The one entry: every behaviour of a page lives in a module of its own.
import "./exchange.js";
import "./turns.js";
import "./kept.js";
import "./focus.js";
import "./toasts.js";
import "./theme.js";
import "./rail.js";
import "./menus.js";
import "./dialogs.js";
import "./forms.js";
import "./rows.js";
import "./bulk.js";
import "./grid.js";
import "./clocks.js";
import "./composer.js";
import "./keys.js";
import "../vendor/github-relative-time-element-5.3.1/bundle.js";
