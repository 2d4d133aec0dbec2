import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
async function i(e,t,o){let r=new Array(e.length),a=0,l=async()=>{for(let n=a++;n<e.length;n=a++)r[n]=await o(e[n],n)};return await Promise.all(Array.from({length:Math.min(t,e.length)},l)),r}async function s(e){return await Promise.allSettled(e),Promise.all(e)}export{i as a,s as b};
