import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-WZXOILQD.js";import"./chunk-GAJ54JVT.js";import"./chunk-35MCPX5G.js";import"./chunk-MCYYU7MI.js";import"./chunk-IAJVSZDX.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
