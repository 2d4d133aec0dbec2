import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{C as r,F as t,L as s,l as e,t as o}from"./chunk-4CIWLDZG.js";var i=3e4,z=t({file:e(),text:e(),cut:s(!0).optional(),images:r(t({source:e(),evidence:e(),bytes:o().int().nonnegative()})).optional()});export{i as a,z as b};
