import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function a(n,l){if(n.length===0)throw new RangeError("nothing has no quantile");let h=(n.length-1)*l,o=Math.floor(h),t=n[o],i=n[Math.min(o+1,n.length-1)];return t===i?t:t+(i-t)*(h-o)}export{a};
