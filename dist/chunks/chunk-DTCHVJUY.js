import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{lstat as e}from"node:fs/promises";import{dirname as n,join as o}from"node:path";async function s(i,t){for(let r=t;;r=n(r)){if(await e(o(r,i)).catch(()=>{}))return r;if(n(r)===r)return}}var a=i=>s(".git",i);export{s as a,a as b};
