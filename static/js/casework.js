// Everything here makes plain pages quicker; every page works without it.
import "./menus.js";
import "./forms.js";
import "./keyboard.js";
import "./requests.js";
