// @ts-check
// The list of lessons without a server: first what the reader has made, then the server's own script for it.
import { shown } from "./home_main.js";
import {} from "../../server/template/answers.js";

document.documentElement.dataset.home = String(shown);
