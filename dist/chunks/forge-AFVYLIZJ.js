import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{d as a}from"./chunk-NOOALGI6.js";import"./chunk-35MCPX5G.js";import"./chunk-KP5QNJBA.js";import"./chunk-4N3BPTZJ.js";import"./chunk-4CIWLDZG.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
