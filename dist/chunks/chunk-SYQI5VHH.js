import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function o(e,r){let t=0,m=0;for(let u=0;u<e;u++){let n=r(u),b=t+n;m+=Math.abs(t)>=Math.abs(n)?t-b+n:n-b+t,t=b}return Number.isFinite(t)?t+m:t}function i(e){return o(e.length,r=>e[r])}export{o as a,i as b};
