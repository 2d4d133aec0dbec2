import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function o({file:e,lines:r},n){if(e===void 0)return{};for(let t=n;t!=="";t=t.slice(0,Math.max(0,t.lastIndexOf("."))))if(Object.hasOwn(r,t))return{file:e,line:r[t]};return{file:e}}export{o as a};
