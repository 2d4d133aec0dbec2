import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-5UGCAWA3.js";import"./chunk-GAJ54JVT.js";import"./chunk-2PUGBIUA.js";import"./chunk-RATVCTGK.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
