import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-ODMMGCBN.js";import"./chunk-GAJ54JVT.js";import"./chunk-KP5QNJBA.js";import"./chunk-MGFYTI57.js";import"./chunk-TAW4NXFW.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
