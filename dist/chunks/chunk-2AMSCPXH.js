import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var t=/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;function i(n,u=300){let e=n.replace(t," ").trim();return e.length>u?`${e.slice(0,u-1)}\u2026`:e}export{t as a,i as b};
