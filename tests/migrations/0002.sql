BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE content (
        hash VARCHAR(64) NOT NULL PRIMARY KEY,
        salt BLOB NOT NULL,
        body TEXT NOT NULL
    );
INSERT INTO "content" VALUES('2335513090cb6819c6e93cdbcf52c85b4ff5aecb0769ac903b1f3ecec1ca3d9d',X'61CFF2FB1C2D8594622B9D50DA134009','The builder looked at alpha and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('03f58c3cb367b7a980ac60b7fb7dab58162e4ff419a0622819be1f12e3f5e115',X'6F51CDD74600EE2664CE8278D5AD9E1C','The skeptic looked at alpha and says skip. It took an afternoon.');
INSERT INTO "content" VALUES('159b754e26b5dd0326a59ca9a7bcdd5a62f8c580061fa111644510ac23a58425',X'CB813716F4A0BE4E427F451771611C6B','The founder looked at alpha and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('91d9dd4eabf72666ea81e7dec17a5498b5fdf5e19566db45263470632d9e7ae7',X'A6D91E379403111042E7819089259A24','The builder looked at beta and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('d656d1792ee2345d31364fa1eef309648908d210841c60ce36c79abd39909ac2',X'952461A9BB67BB580443D72172FB1859','The skeptic looked at beta and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('dfcd522c1c55203283ff4e022ecbafabc27e48ffb5c11e01f0b8f14140b116a4',X'127324F21C9B46C159AF02F76BD80CC6','The founder looked at beta and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('73e1f8f824256f2b81ebdc5e516e79a47269b1d3d10727d6b5a3d9eb715b2d7a',X'C4502ABDFE874C0CD336505AB38E0395','{"brand":{"language":"en","name":"Ship or Skip","notice":null,"postal_address":"Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA","reason":"You get this because you signed up.","site_url":null},"comparison":{"headline":"Alpha vs Beta","like_for_like":null,"reviewers":[{"name":"Builder","persona":"builder","question":"Would I build on it?","takes":[{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The builder looked at alpha and says ship. It took an afternoon."},{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The builder looked at beta and says ship. It took an afternoon."}]},{"name":"Skeptic","persona":"skeptic","question":"What breaks first?","takes":[{"byline":null,"choice":"skip","header":"40/100 · skip","score":40,"text":"The skeptic looked at alpha and says skip. It took an afternoon."},{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The skeptic looked at beta and says ship. It took an afternoon."}]},{"name":"Founder","persona":"founder","question":"Is there a business?","takes":[{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The founder looked at alpha and says ship. It took an afternoon."},{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The founder looked at beta and says ship. It took an afternoon."}]}],"rows":[{"cells":["Ship · 2 ship / 1 skip","Ship · 3 ship / 0 skip"],"name":"Panel verdict"},{"cells":["No community votes yet","No community votes yet"],"name":"Community"},{"cells":["Free / Open Source (MIT)","Free / Open Source (MIT)"],"name":"Pricing"},{"cells":["What alpha is for","What beta is for"],"name":"Best for"},{"cells":["Developer Tools","Developer Tools"],"name":"Category"}],"title":"Alpha vs Beta: Which AI Tool Should You Ship? — Ship or Skip","tools":[{"best_for":"What alpha is for","category":"Developer Tools","community":{"card":"—","cell":"No community votes yet","high":null,"label":null,"low":null,"percent":null,"ship":0,"votes":0},"description":null,"entry":"Free","flags":[],"homepage":"https://alpha.example/","name":"Alpha","panel":{"cell":"Ship · 2 ship / 1 skip","contested":true,"label":"Ship","panel":5,"ship":2,"ship_percent":67,"skip":1,"takes":3},"pricing":"Free / Open Source (MIT)","pricing_checked_on":"2026-04-20","pricing_source":"https://alpha.example/license","slug":"alpha","tagline":"What alpha is for","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c"},{"best_for":"What beta is for","category":"Developer Tools","community":{"card":"—","cell":"No community votes yet","high":null,"label":null,"low":null,"percent":null,"ship":0,"votes":0},"description":null,"entry":"Free","flags":[],"homepage":"https://beta.example/","name":"Beta","panel":{"cell":"Ship · 3 ship / 0 skip","contested":false,"label":"Ship","panel":5,"ship":3,"ship_percent":100,"skip":0,"takes":3},"pricing":"Free / Open Source (MIT)","pricing_checked_on":"2026-04-20","pricing_source":"https://beta.example/license","slug":"beta","tagline":"What beta is for","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482"}]},"dek":"Alpha ships, 2–1. Beta ships, 3–0.","issued_at":"2026-04-23T07:00:00Z","last_week":null,"method":{"as_of_position":21,"head":"5bc4636fd3d4ae5c0fd0377c70b88fcfac920f01be575b510e80c747d3f0c411","policies":{"community":1,"pair":1,"panel":1},"sentences":["6 takes, all written by people.","A verdict takes 3 takes: Ship if two thirds or more say ship, Skip if two thirds or more say skip, otherwise Mixed.","Readers'' votes get a percentage from 10 votes on, with its 95% Wilson range; they never mix with the panel''s.","Selected by rule, at 80 of 100 points.","Prices checked on 20 April 2026."]},"movers":[],"next_up":null,"number":1,"preheader":"Alpha ships 2–1 and is free. Beta ships 3–0 and is free. The Skeptic''s 40-point gap.","shelf":[],"subject":"Alpha vs Beta: the panel ships both","title_line":"Issue 1 · 23 April 2026","week":"2026-W17"}');
INSERT INTO "content" VALUES('0eaf4e7348ddb96a5fca508725a864a0471293b8cc5823fa1bad411e8b0ef8a1',X'7E3FB946B1B3533D4A31E1AB3BAE4F3F','<!doctype html><html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Alpha vs Beta: the panel ships both</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding: 0; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
table, td { border-collapse: collapse; mso-table-lspace: 0pt; mso-table-rspace: 0pt; }
img { border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic; }
p { display: block; margin: 13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
  <o:AllowPNG/>
  <o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">@media only screen and (min-width:480px) { .mj-column-per-100 { width:100% !important; max-width:100%; } .mj-column-per-50 { width:50% !important; max-width:50%; }  }</style><style media="screen and (min-width:480px)">.moz-text-html .mj-column-per-100 { width:100% !important; max-width:100%; } .moz-text-html .mj-column-per-50 { width:50% !important; max-width:50%; } </style><style type="text/css">:root{color-scheme:light dark;supported-color-schemes:light dark}
@media only screen and (max-width:479px){
.side>table>tbody>tr>td{padding-left:20px!important;padding-right:20px!important}
.pair>table>tbody>tr>td{padding-left:10px!important;padding-right:10px!important}
.title h1{font-size:31px!important;line-height:36px!important}
}
@media (prefers-color-scheme:dark){
.canvas,.canvas>table{background:#0E1014!important}
.card,.card>table{background:#171A20!important}
.ink,.card div,.card table{color:#EDEEF2!important}
.muted{color:#A9B0BE!important}
a.link{color:#AEB9FF!important}
.rule{border-color:#2D323D!important}
.fill-track{background-color:#2B303A!important}
.tint-ship{background-color:#123127!important}
.fill-ship,.badge-ship{background-color:#63D2A6!important}
.badge-ship{color:#0E1014!important}
.ship{color:#63D2A6!important}
.tint-mixed{background-color:#35280F!important}
.fill-mixed,.badge-mixed{background-color:#F0BE62!important}
.badge-mixed{color:#0E1014!important}
.mixed{color:#F0BE62!important}
.tint-skip{background-color:#3D1D1F!important}
.fill-skip,.badge-skip{background-color:#FF938C!important}
.badge-skip{color:#0E1014!important}
.skip{color:#FF938C!important}
.tint-none{background-color:#22262E!important}
.fill-none,.badge-none{background-color:#A9B0BE!important}
.badge-none{color:#0E1014!important}
.none{color:#A9B0BE!important}

}
[data-ogsc] .canvas,[data-ogsc] .canvas>table{background:#0E1014!important}
[data-ogsc] .card,[data-ogsc] .card>table{background:#171A20!important}
[data-ogsc] .ink,[data-ogsc] .card div,[data-ogsc] .card table{color:#EDEEF2!important}
[data-ogsc] .muted{color:#A9B0BE!important}
[data-ogsc] a.link{color:#AEB9FF!important}
[data-ogsc] .rule{border-color:#2D323D!important}
[data-ogsc] .fill-track{background-color:#2B303A!important}
[data-ogsc] .tint-ship{background-color:#123127!important}
[data-ogsc] .fill-ship,[data-ogsc] .badge-ship{background-color:#63D2A6!important}
[data-ogsc] .badge-ship{color:#0E1014!important}
[data-ogsc] .ship{color:#63D2A6!important}
[data-ogsc] .tint-mixed{background-color:#35280F!important}
[data-ogsc] .fill-mixed,[data-ogsc] .badge-mixed{background-color:#F0BE62!important}
[data-ogsc] .badge-mixed{color:#0E1014!important}
[data-ogsc] .mixed{color:#F0BE62!important}
[data-ogsc] .tint-skip{background-color:#3D1D1F!important}
[data-ogsc] .fill-skip,[data-ogsc] .badge-skip{background-color:#FF938C!important}
[data-ogsc] .badge-skip{color:#0E1014!important}
[data-ogsc] .skip{color:#FF938C!important}
[data-ogsc] .tint-none{background-color:#22262E!important}
[data-ogsc] .fill-none,[data-ogsc] .badge-none{background-color:#A9B0BE!important}
[data-ogsc] .badge-none{color:#0E1014!important}
[data-ogsc] .none{color:#A9B0BE!important}</style><meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" /><meta name="format-detection" content="telephone=no,date=no,address=no,email=no" /><!--[if mso]><style>table,td,th,p,h1,h2,h3,a,span{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#F3F1EC;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">Alpha ships 2–1 and is free. Beta ships 3–0 and is free. The Skeptic&#39;s 40-point gap.&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;</div><div aria-label="Alpha vs Beta: the panel ships both" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#F3F1EC;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#F3F1EC" align="center" width="600" class="canvas side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="canvas side" style="background:#F3F1EC;background-color:#F3F1EC;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#F3F1EC;background-color:#F3F1EC;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:20px 32px 12px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="ink" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;font-size:15px;line-height:20px;font-weight:800;letter-spacing:0.2px;color:#16181D;">Ship or Skip</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;border-radius:12px 12px 0 0;overflow:hidden;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;border-collapse:separate;"><tbody><tr><td style="border-radius:12px 12px 0 0;direction:ltr;font-size:0px;padding:32px 32px 24px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="title" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:2px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">Issue 1 · 23 April 2026</p><h1 class="ink" style="margin:8px 0 10px;font-size:38px;line-height:43px;font-weight:800;letter-spacing:-0.8px;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span> <span class="muted" style="font-family:Georgia, Times New Roman, serif;font-weight:400;font-style:italic;letter-spacing:0;color:#555C6B;">vs</span> <span dir="auto">Beta</span></h1><p class="ink" style="margin:0;font-size:19px;line-height:28px;font-weight:400;color:#16181D;">Alpha ships, 2–1. Beta ships, 3–0.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0 32px 8px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><tr><td class="tint-ship" bgcolor="#E4F3EC" width="49%" valign="top" style="background-color:#E4F3EC;border-radius:10px;padding:16px;vertical-align:top;"><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="badge-ship" bgcolor="#0B6B4C" style="background-color:#0B6B4C;border-radius:4px;padding:3px 9px;font-size:14px;line-height:18px;font-weight:700;color:#FFFFFF;"><span aria-hidden="true">▲</span> Ship</td></tr></table><h2 class="ink" style="margin:12px 0 0;font-size:19px;line-height:24px;font-weight:700;color:#16181D;word-break:break-word;"><a class="ink" href="https://alpha.example/" style="color:#16181D;text-decoration:underline;"><span dir="auto">Alpha</span></a></h2><p class="ship" style="margin:8px 0 0;font-size:36px;line-height:42px;font-weight:800;letter-spacing:-1px;color:#0B6B4C;">67%</p><p class="ink" style="margin:0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;">panel ship, 2–1<br /><span class="muted" style="color:#555C6B;">3 of 5 reviewers, contested</span></p><p class="ink" style="margin:10px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;"><span class="muted" style="color:#555C6B;">Entry</span> <strong>Free</strong><br /><span class="muted" style="color:#555C6B;">Community</span> <strong>—</strong></p></td><td width="12" style="width:12px;font-size:0;">&#160;</td><td class="tint-ship" bgcolor="#E4F3EC" width="49%" valign="top" style="background-color:#E4F3EC;border-radius:10px;padding:16px;vertical-align:top;"><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="badge-ship" bgcolor="#0B6B4C" style="background-color:#0B6B4C;border-radius:4px;padding:3px 9px;font-size:14px;line-height:18px;font-weight:700;color:#FFFFFF;"><span aria-hidden="true">▲</span> Ship</td></tr></table><h2 class="ink" style="margin:12px 0 0;font-size:19px;line-height:24px;font-weight:700;color:#16181D;word-break:break-word;"><a class="ink" href="https://beta.example/" style="color:#16181D;text-decoration:underline;"><span dir="auto">Beta</span></a></h2><p class="ship" style="margin:8px 0 0;font-size:36px;line-height:42px;font-weight:800;letter-spacing:-1px;color:#0B6B4C;">100%</p><p class="ink" style="margin:0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;">panel ship, 3–0<br /><span class="muted" style="color:#555C6B;">3 of 5 reviewers</span></p><p class="ink" style="margin:10px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;"><span class="muted" style="color:#555C6B;">Entry</span> <strong>Free</strong><br /><span class="muted" style="color:#555C6B;">Community</span> <strong>—</strong></p></td></tr></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 16px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;word-break:break-word;"><strong><span dir="auto">Alpha</span></strong> — <span dir="auto">What alpha is for</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 16px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;word-break:break-word;"><strong><span dir="auto">Beta</span></strong> — <span dir="auto">What beta is for</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:28px 32px 8px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0 0 12px;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">Reviewer scorecard</h2><p class="muted" style="margin:2px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">Scores out of 100. The longer the bar, the stronger the case.</p></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><thead><tr><th scope="col" width="42%" align="right" valign="bottom" class="ink" style="padding:0 0 8px;font-size:14px;line-height:18px;font-weight:700;text-align:right;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span></th><td width="88" style="width:88px;font-size:0;">&#160;</td><th scope="col" width="42%" align="left" valign="bottom" class="ink" style="padding:0 0 8px;font-size:14px;line-height:18px;font-weight:700;text-align:left;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Beta</span></th></tr></thead><tbody><tr><td class="rule" align="right" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:right;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:3px 0 0 3px;">&#160;</td></tr></table></td><th scope="row" class="ink rule" align="center" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 4px;font-size:14px;line-height:18px;font-weight:700;text-align:center;vertical-align:middle;color:#16181D;word-break:break-word;">Builder</th><td class="rule" align="left" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:left;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:0 3px 3px 0;">&#160;</td><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td></tr></table></td></tr><tr><td class="rule" align="right" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:right;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="skip" style="font-size:17px;line-height:20px;font-weight:700;color:#A3212B;">40</strong> <span class="muted" style="color:#555C6B;">skip</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-track" bgcolor="#E9E6DF" width="60%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td><td class="fill-skip" bgcolor="#A3212B" width="40%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#A3212B;border-radius:3px 0 0 3px;">&#160;</td></tr></table></td><th scope="row" class="ink rule" align="center" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 4px;font-size:14px;line-height:18px;font-weight:700;text-align:center;vertical-align:middle;color:#16181D;word-break:break-word;">Skeptic</th><td class="rule" align="left" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:left;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:0 3px 3px 0;">&#160;</td><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td></tr></table></td></tr><tr><td class="rule" align="right" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:right;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:3px 0 0 3px;">&#160;</td></tr></table></td><th scope="row" class="ink rule" align="center" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 4px;font-size:14px;line-height:18px;font-weight:700;text-align:center;vertical-align:middle;color:#16181D;word-break:break-word;">Founder</th><td class="rule" align="left" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:left;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:0 3px 3px 0;">&#160;</td><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td></tr></table></td></tr></tbody></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:28px 32px 8px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0 0 12px;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">The decision, line by line</h2></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><thead><tr><th scope="col" width="50%" align="left" valign="bottom" class="ink" style="padding:0 12px 8px 0;font-size:15px;line-height:20px;font-weight:700;text-align:left;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span></th><th scope="col" width="50%" align="left" valign="bottom" class="ink" style="padding:0 0 8px 12px;font-size:15px;line-height:20px;font-weight:700;text-align:left;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Beta</span></th></tr></thead><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Panel verdict</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Ship · 2 ship / 1 skip</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Ship · 3 ship / 0 skip</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Community</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">No community votes yet</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">No community votes yet</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Pricing</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Free / Open Source (MIT)</span><br /><span class="muted" style="font-size:13px;line-height:18px;font-weight:400;color:#555C6B;"><a class="link" href="https://alpha.example/license" aria-label="Source of the pricing of Alpha" style="color:#2F3FB8;">Source</a>, checked 20 April 2026</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Free / Open Source (MIT)</span><br /><span class="muted" style="font-size:13px;line-height:18px;font-weight:400;color:#555C6B;"><a class="link" href="https://beta.example/license" aria-label="Source of the pricing of Beta" style="color:#2F3FB8;">Source</a>, checked 20 April 2026</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Best for</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">What alpha is for</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">What beta is for</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Category</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Developer Tools</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Developer Tools</span></td></tr></tbody></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:28px 32px 4px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">What each reviewer said</h2></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h3 class="ink rule" style="margin:0;border-top:2px solid #16181D;padding-top:12px;font-size:17px;line-height:24px;font-weight:700;color:#16181D;">Builder <span class="muted" style="font-weight:400;color:#555C6B;">Would I build on it?</span></h3></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:8px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Alpha</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The builder looked at alpha and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Beta</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The builder looked at beta and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h3 class="ink rule" style="margin:0;border-top:2px solid #16181D;padding-top:12px;font-size:17px;line-height:24px;font-weight:700;color:#16181D;">Skeptic <span class="muted" style="font-weight:400;color:#555C6B;">What breaks first?</span></h3></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:8px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Alpha</span></strong> <strong class="skip" style="color:#A3212B;">40/100 · skip</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The skeptic looked at alpha and says skip. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Beta</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The skeptic looked at beta and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h3 class="ink rule" style="margin:0;border-top:2px solid #16181D;padding-top:12px;font-size:17px;line-height:24px;font-weight:700;color:#16181D;">Founder <span class="muted" style="font-weight:400;color:#555C6B;">Is there a business?</span></h3></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:8px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Alpha</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The founder looked at alpha and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Beta</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The founder looked at beta and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;border-radius:0 0 12px 12px;overflow:hidden;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;border-collapse:separate;"><tbody><tr><td style="border-radius:0 0 12px 12px;direction:ltr;font-size:0px;padding:8px 32px 32px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:28px 0 0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted rule" style="margin:0;border-top:1px solid #DEDAD1;padding-top:14px;font-size:13px;line-height:18px;font-weight:400;color:#555C6B;">
6 takes, all written by people.
A verdict takes 3 takes: Ship if two thirds or more say ship, Skip if two thirds or more say skip, otherwise Mixed.
Readers&#39; votes get a percentage from 10 votes on, with its 95% Wilson range; they never mix with the panel&#39;s.
Selected by rule, at 80 of 100 points.
Prices checked on 20 April 2026.
As of log position 21, head 5bc4636fd3d4.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#F3F1EC" align="center" width="600" class="canvas side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="canvas side" style="background:#F3F1EC;background-color:#F3F1EC;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#F3F1EC;background-color:#F3F1EC;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:24px 32px 40px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 8px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">You get this because you signed up.<br />Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA</p><p class="muted" style="margin:0;font-size:14px;line-height:28px;color:#555C6B;"><a class="link" href="');
INSERT INTO "content" VALUES('c3310212ef14e73c75524dddc52428cac48cbc79d79f20d6bd809c83b693995d',X'D8FDB2721209D763852C3CA586596C3D','" style="color:#2F3FB8;">Unsubscribe</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>');
INSERT INTO "content" VALUES('f283607294df76973b09a7e006246d0053c48d36751d879e469dc472f2f9332a',X'4BF394DB49D1AFF4E4BEE191B41D6949','SHIP OR SKIP

Issue 1 · 23 April 2026

Alpha vs Beta
=============

Alpha ships, 2–1. Beta ships, 3–0.

Alpha: SHIP
  67% panel ship, 2–1 (3 of 5 reviewers, contested)
  Entry: Free
  What alpha is for
  https://alpha.example/

Beta: SHIP
  100% panel ship, 3–0 (3 of 5 reviewers)
  Entry: Free
  What beta is for
  https://beta.example/

REVIEWER SCORECARD
------------------

Builder: Alpha 80/100 SHIP; Beta 80/100 SHIP
Skeptic: Alpha 40/100 SKIP; Beta 80/100 SHIP
Founder: Alpha 80/100 SHIP; Beta 80/100 SHIP

THE DECISION, LINE BY LINE
--------------------------

Panel verdict
  Alpha: Ship · 2 ship / 1 skip
  Beta: Ship · 3 ship / 0 skip
Community
  Alpha: No community votes yet
  Beta: No community votes yet
Pricing
  Alpha: Free / Open Source (MIT)
    Checked 20 April 2026:
    https://alpha.example/license
  Beta: Free / Open Source (MIT)
    Checked 20 April 2026:
    https://beta.example/license
Best for
  Alpha: What alpha is for
  Beta: What beta is for
Category
  Alpha: Developer Tools
  Beta: Developer Tools

WHAT EACH REVIEWER SAID
-----------------------

Builder: Would I build on it?
  Alpha: The builder looked at alpha and says ship. It took an
  afternoon.
  Beta: The builder looked at beta and says ship. It took an afternoon.

Skeptic: What breaks first?
  Alpha: The skeptic looked at alpha and says skip. It took an
  afternoon.
  Beta: The skeptic looked at beta and says ship. It took an afternoon.

Founder: Is there a business?
  Alpha: The founder looked at alpha and says ship. It took an
  afternoon.
  Beta: The founder looked at beta and says ship. It took an afternoon.

METHOD
------

6 takes, all written by people. A verdict takes 3 takes: Ship if two
thirds or more say ship, Skip if two thirds or more say skip, otherwise
Mixed. Readers'' votes get a percentage from 10 votes on, with its 95%
Wilson range; they never mix with the panel''s. Selected by rule, at 80
of 100 points. Prices checked on 20 April 2026.
As of log position 21, head
5bc4636fd3d4ae5c0fd0377c70b88fcfac920f01be575b510e80c747d3f0c411

-- 
You get this because you signed up.
Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA
Unsubscribe: ');
INSERT INTO "content" VALUES('22e562128ce4a57181031f34ab24c152d8c554f5afe3debd9974c2736c19d300',X'EBBB453558AA5BF510EE4A6A9FBEED53','
');
CREATE TABLE delivery_pause__1 (
	scope VARCHAR(8) NOT NULL, 
	reason TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE event (
        position INTEGER NOT NULL PRIMARY KEY,
        event_id VARCHAR(36) NOT NULL,
        stream VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        type VARCHAR NOT NULL,
        schema_version INTEGER NOT NULL,
        occurred_at VARCHAR(27) NOT NULL,
        recorded_at VARCHAR(27) NOT NULL,
        payload TEXT NOT NULL,
        meta TEXT NOT NULL,
        event_hash BLOB NOT NULL,
        chain_hash BLOB NOT NULL,
        UNIQUE (event_id),
        UNIQUE (stream, version)
    );
INSERT INTO "event" VALUES(1,'0bd83688-c6dc-5ba3-80d2-08795ef6f402','persona/builder',1,'PersonaDefined',1,'2025-01-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"name":"Builder","persona":"builder","place":1,"question":"Would I build on it?"}','{"actor":"system","software":"digest/0.1.0"}',X'A0BABFE79995DA2082322B7A8AEBF05409C54BC55AF007CDB9E35694B3D3F816',X'02AD3838D8E3EAC65C880ACF1792FFC6AE0D5C2C52E0410D76215704693C0FDE');
INSERT INTO "event" VALUES(2,'b877bed7-f750-5567-a489-49207bc0bfe9','persona/skeptic',1,'PersonaDefined',1,'2025-01-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"name":"Skeptic","persona":"skeptic","place":2,"question":"What breaks first?"}','{"actor":"system","software":"digest/0.1.0"}',X'9AB38F16CE7AC15FDF007013B5782007C4690C0E48B36955E7023759A98F8072',X'02AD3838D8E3EAC65C880ACF1792FFC6AE0D5C2C52E0410D76215704693C0FDE');
INSERT INTO "event" VALUES(3,'02424895-4710-5d59-b17d-dedde19ff9f7','persona/futurist',1,'PersonaDefined',1,'2025-01-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"name":"Futurist","persona":"futurist","place":3,"question":"Where does this lead?"}','{"actor":"system","software":"digest/0.1.0"}',X'2911EE34D4EBCC683F0936547F1280C86A5B705887A4E035168E47C7975FB523',X'02AD3838D8E3EAC65C880ACF1792FFC6AE0D5C2C52E0410D76215704693C0FDE');
INSERT INTO "event" VALUES(4,'08766ce2-3684-5e29-89e3-c3f2d2e91f2e','persona/founder',1,'PersonaDefined',1,'2025-01-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"name":"Founder","persona":"founder","place":4,"question":"Is there a business?"}','{"actor":"system","software":"digest/0.1.0"}',X'7F8F44D1FC4F4B8F9FBAF887CFF515A098060005621D9B89B97E977EB0EC8FD4',X'02AD3838D8E3EAC65C880ACF1792FFC6AE0D5C2C52E0410D76215704693C0FDE');
INSERT INTO "event" VALUES(5,'67894174-55d6-587b-a7a9-961a3a647577','persona/creator',1,'PersonaDefined',1,'2025-01-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"name":"Creator","persona":"creator","place":5,"question":"Does it help me make things?"}','{"actor":"system","software":"digest/0.1.0"}',X'777500923B7B7705DB292080D3E9272714B797746F7CBEDB82DA9DF23A2EC7E3',X'02AD3838D8E3EAC65C880ACF1792FFC6AE0D5C2C52E0410D76215704693C0FDE');
INSERT INTO "event" VALUES(6,'7642ad90-af12-5c6a-886f-5a9107d5461e','panel',1,'PanelPolicySet',1,'2025-01-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"quorum":3,"ship_denominator":3,"ship_numerator":2,"version":1}','{"actor":"system","software":"digest/0.1.0"}',X'91E9255BE90F9C05C24172D4AC9B087AD9A5F506D48D1103A2E75442F128DCA3',X'02AD3838D8E3EAC65C880ACF1792FFC6AE0D5C2C52E0410D76215704693C0FDE');
INSERT INTO "event" VALUES(7,'1cc2803b-317d-5104-9c66-045ed7413e49','subscriber/00000000-0000-4000-8000-000000000001',1,'SubscriptionRequested',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"00000000-0000-4000-8000-000000000001","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'925A28CBD1A454FB91E5C5849996762A688BF471C270DFD570A08A0B863178BF',X'DC887E61BB2E52F489A884D8F437016FA23F0C787237F3E327F2C6A804509FB1');
INSERT INTO "event" VALUES(8,'59960c39-294d-51f7-9b58-647b879e2bd9','subscriber/00000000-0000-4000-8000-000000000001',2,'SubscriptionConfirmed',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"00000000-0000-4000-8000-000000000001","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'9E8637ABD6F394206036F56343596CB59876BFC4ED50E05B2FE08E5DB62F2BB4',X'DC887E61BB2E52F489A884D8F437016FA23F0C787237F3E327F2C6A804509FB1');
INSERT INTO "event" VALUES(9,'256790e5-dfc1-5478-88b0-240b6ba19cc1','subscriber/00000000-0000-4000-8000-000000000002',1,'SubscriptionRequested',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"00000000-0000-4000-8000-000000000002","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'4786AA8A10C503E4F572EED8AE2210A9875F4569D08D19C1588BEEE646D1A16B',X'DC887E61BB2E52F489A884D8F437016FA23F0C787237F3E327F2C6A804509FB1');
INSERT INTO "event" VALUES(10,'99266278-749d-57e8-bb57-14d6d3a05c4d','subscriber/00000000-0000-4000-8000-000000000002',2,'SubscriptionConfirmed',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"00000000-0000-4000-8000-000000000002","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'484F8B258EE6728A1DB13D87C1833FE79D9D9D4D0B3676109ABF7AE4955F4744',X'DC887E61BB2E52F489A884D8F437016FA23F0C787237F3E327F2C6A804509FB1');
INSERT INTO "event" VALUES(11,'462ee3e3-34d0-5deb-bd8c-4efe96cf50ac','tool/b4733d0d-1303-5ef2-8adf-cd9c06b8042c',1,'ToolLaunched',1,'2026-04-14T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"best_for":null,"category":"Developer Tools","description":null,"homepage":"https://alpha.example/","job_tags":["agents"],"keys":["item:import/alpha"],"launched_at":"2026-04-14T00:00:00Z","name":"Alpha","observed":null,"rule":"import/v1","slug":"alpha","source":"import","tagline":"What alpha is for","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c"}','{"actor":"ed","software":"digest/0.1.0"}',X'4C2D4C2F569F399A8D3BEED131A3D2131D8CDCBDE5F9C3C0A007B04D13805549',X'50874671651208CD0559A0A848AC0440542F9E8CFC1132362EA693BAEFEBD22D');
INSERT INTO "event" VALUES(12,'e9f12cd9-c471-5c58-97f1-db49cde1071c','tool/b4733d0d-1303-5ef2-8adf-cd9c06b8042c',2,'PricingRecorded',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"checked_at":"2026-04-20T00:00:00Z","entry":null,"raw":"Free / Open Source (MIT)","source_url":"https://alpha.example/license","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c"}','{"actor":"ed","software":"digest/0.1.0"}',X'D4452599BFA253FCEBF5FFEAB4C794BEDAF7A399B2854B7F167E0305BC34FDA6',X'50874671651208CD0559A0A848AC0440542F9E8CFC1132362EA693BAEFEBD22D');
INSERT INTO "event" VALUES(13,'18c3fc08-f8d1-51c6-a3c1-0cadfe07b940','tool/65d4f92e-a7fa-509c-affe-c129f2c51482',1,'ToolLaunched',1,'2026-04-14T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"best_for":null,"category":"Developer Tools","description":null,"homepage":"https://beta.example/","job_tags":["agents"],"keys":["item:import/beta"],"launched_at":"2026-04-14T00:00:00Z","name":"Beta","observed":null,"rule":"import/v1","slug":"beta","source":"import","tagline":"What beta is for","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482"}','{"actor":"ed","software":"digest/0.1.0"}',X'5D88FB1818C37BFCC5D063231EF4775224FE6060E14970B9CA24A61EED2443D2',X'50874671651208CD0559A0A848AC0440542F9E8CFC1132362EA693BAEFEBD22D');
INSERT INTO "event" VALUES(14,'a7fd9d37-a4f8-5845-8174-ce92ef8971b1','tool/65d4f92e-a7fa-509c-affe-c129f2c51482',2,'PricingRecorded',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"checked_at":"2026-04-20T00:00:00Z","entry":null,"raw":"Free / Open Source (MIT)","source_url":"https://beta.example/license","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482"}','{"actor":"ed","software":"digest/0.1.0"}',X'12642D2F83D25006F13723A011A82A6E757B96728DA8D7D47EEE5559E9B79A74',X'50874671651208CD0559A0A848AC0440542F9E8CFC1132362EA693BAEFEBD22D');
INSERT INTO "event" VALUES(15,'9995f140-74d4-5c9d-9865-e80b861cbf7e','review/b4733d0d-1303-5ef2-8adf-cd9c06b8042c/builder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"builder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"2335513090cb6819c6e93cdbcf52c85b4ff5aecb0769ac903b1f3ecec1ca3d9d","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'F0F07D7BDA03B0440E371AE1C82C346D0121A75051EA6BD1527CE673FDDAC6C0',X'3119FA25AD48FDF5EA40151851B914582D1FEE705C23DDE79B7A48C69BE75DB5');
INSERT INTO "event" VALUES(16,'5dc59fca-0bd5-5b81-96af-ae9d65bf8697','review/b4733d0d-1303-5ef2-8adf-cd9c06b8042c/skeptic',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"skip","conflicts":null,"drafted_by":"person","evidence":[],"persona":"skeptic","previous":null,"reviewer":null,"score":40,"supersedes":null,"take":"03f58c3cb367b7a980ac60b7fb7dab58162e4ff419a0622819be1f12e3f5e115","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'73724A36BA5A2C15CD5D1026D8D9DD8914E31B1F86147BB38E3B86EAE86A39BB',X'3119FA25AD48FDF5EA40151851B914582D1FEE705C23DDE79B7A48C69BE75DB5');
INSERT INTO "event" VALUES(17,'78b115c8-3150-58ab-aebc-2a978ffce583','review/b4733d0d-1303-5ef2-8adf-cd9c06b8042c/founder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"founder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"159b754e26b5dd0326a59ca9a7bcdd5a62f8c580061fa111644510ac23a58425","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'A92D0588E32CF26BE3F1D0E92E9ECA5110E18B5D456D3D124525DC9C0F5B3D0A',X'3119FA25AD48FDF5EA40151851B914582D1FEE705C23DDE79B7A48C69BE75DB5');
INSERT INTO "event" VALUES(18,'6dba5d4a-e564-5ea9-9732-213d43900ef0','review/65d4f92e-a7fa-509c-affe-c129f2c51482/builder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"builder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"91d9dd4eabf72666ea81e7dec17a5498b5fdf5e19566db45263470632d9e7ae7","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'10992257C924D6DB80B1D01B7D0A93D5F0A678D662E62245814C67D87E5368A4',X'3119FA25AD48FDF5EA40151851B914582D1FEE705C23DDE79B7A48C69BE75DB5');
INSERT INTO "event" VALUES(19,'24a261fd-3232-5417-8e80-f6d4fd83757c','review/65d4f92e-a7fa-509c-affe-c129f2c51482/skeptic',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"skeptic","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"d656d1792ee2345d31364fa1eef309648908d210841c60ce36c79abd39909ac2","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'D9EA35D59A63F8B35980485406D584BCB7D100EF1E51048FBC3CA49916A042B0',X'3119FA25AD48FDF5EA40151851B914582D1FEE705C23DDE79B7A48C69BE75DB5');
INSERT INTO "event" VALUES(20,'4261e471-99ce-5e6d-9f4b-fe6326a36c37','review/65d4f92e-a7fa-509c-affe-c129f2c51482/founder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"founder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"dfcd522c1c55203283ff4e022ecbafabc27e48ffb5c11e01f0b8f14140b116a4","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'2E999E41954E189C7EE16E599D6DFFA73FBD7D715E044C5AC22A4DC318857DEC',X'3119FA25AD48FDF5EA40151851B914582D1FEE705C23DDE79B7A48C69BE75DB5');
INSERT INTO "event" VALUES(21,'849f6a00-23c2-5eb3-bf64-8c777b4aba7b','issue/2026-W17',1,'ComparisonSelected',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"as_of_position":20,"overridden":[],"parts":{"coverage":1200,"freshness":1263,"shared jobs":4000,"tension":1556},"pinned":false,"policy_version":1,"relaxed":[],"runners_up":[],"score":8019,"tools":["b4733d0d-1303-5ef2-8adf-cd9c06b8042c","65d4f92e-a7fa-509c-affe-c129f2c51482"],"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'BFABB88A951F50AAB70C6A2A7D7ACA328E5F651ACC4AF50CB134470FB1D558A1',X'5BC4636FD3D4AE5C0FD0377C70B88FCFAC920F01BE575B510E80C747D3F0C411');
INSERT INTO "event" VALUES(22,'bf9ce0ca-ae6f-5bf7-b5d6-24b51c802b77','issue/2026-W17',2,'IssueFrozen',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"as_of_position":21,"claims":[{"entry":"Free","label":"Ship","ship":2,"ship_percent":67,"skip":1,"tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","votes_ship":0,"votes_skip":0},{"entry":"Free","label":"Ship","ship":3,"ship_percent":100,"skip":0,"tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","votes_ship":0,"votes_skip":0}],"head":"5bc4636fd3d4ae5c0fd0377c70b88fcfac920f01be575b510e80c747d3f0c411","html":["0eaf4e7348ddb96a5fca508725a864a0471293b8cc5823fa1bad411e8b0ef8a1","c3310212ef14e73c75524dddc52428cac48cbc79d79f20d6bd809c83b693995d"],"html_bytes":54372,"html_slots":["unsubscribe"],"issue":"73e1f8f824256f2b81ebdc5e516e79a47269b1d3d10727d6b5a3d9eb715b2d7a","issued_at":"2026-04-23T07:00:00Z","number":1,"policies":{"community":1,"pair":1,"panel":1},"shelf":[],"templates":"ea9a2c40320eac60362aebba922ae5d25553726bf0b4fd5f470ebd5c0c9d90ed","text":["f283607294df76973b09a7e006246d0053c48d36751d879e469dc472f2f9332a","22e562128ce4a57181031f34ab24c152d8c554f5afe3debd9974c2736c19d300"],"text_slots":["unsubscribe"],"title":"Alpha vs Beta: Which AI Tool Should You Ship? — Ship or Skip","tools":["b4733d0d-1303-5ef2-8adf-cd9c06b8042c","65d4f92e-a7fa-509c-affe-c129f2c51482"],"week":"2026-W17","words":290}','{"actor":"ed","software":"digest/0.1.0"}',X'A5865FE480FCD755B017458E25B6699D2A3D9001E163726DDE63B0919F813278',X'65A6E33CA7AF7BC620A6DF10EBA4F96248EB65D998F95C721DF67227F2E41BF7');
INSERT INTO "event" VALUES(23,'22efaefd-0f45-5588-8cce-daddce89e298','issue/2026-W17',3,'IssueApproved',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"issue":"73e1f8f824256f2b81ebdc5e516e79a47269b1d3d10727d6b5a3d9eb715b2d7a","week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'170213AADF1B55E43CC91D3C7729E2B80C188FC0F8BA4F6A694D113CF60F379E',X'EB1D972CC76B0075CD1AB68D994E19CEBE8345578B84C0FC9E8310E186C5A484');
INSERT INTO "event" VALUES(24,'23ce70bc-e434-5bfb-a135-2200b7419e8b','issue/2026-W17',4,'DeliveryStarted',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"audience_position":23,"issue":"73e1f8f824256f2b81ebdc5e516e79a47269b1d3d10727d6b5a3d9eb715b2d7a","recipients":2,"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'F2C323319B0B675A8A91F2789823E6D9741B31B3F439C3BBE89F0D31A7C57383',X'B28B067D0F17EA11CA8B90CEF24BD04ED8E2E7CC80D2397C39100B6A56793F81');
INSERT INTO "event" VALUES(25,'b3748b3f-0dbb-5bae-9bb8-cbdfa827b3a1','issue/2026-W17',5,'DeliveryCompleted',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"accepted":2,"cancelled":0,"issue":"73e1f8f824256f2b81ebdc5e516e79a47269b1d3d10727d6b5a3d9eb715b2d7a","rejected":0,"root":"77995d97a863b458fe8c364afabdce787420e39ab07749b9f234108e70558011","skipped":0,"uncertain":0,"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'1722F0D46673F84C48C2C7A2890CB4C958D8DA95EC558D585A0D3B1C7D28E17D',X'59F5CCB1DB987297E0ECA851E6CDAA1D87C11FF7594B01098FC6E110D193C4D4');
CREATE TABLE "fetch" (
        id INTEGER NOT NULL PRIMARY KEY,
        source VARCHAR NOT NULL,
        url VARCHAR NOT NULL,
        fetched_at VARCHAR(27) NOT NULL,
        status VARCHAR NOT NULL,
        etag VARCHAR,
        last_modified VARCHAR,
        body VARCHAR(64),
        bytes INTEGER,
        detail TEXT
    );
CREATE TABLE issue__1 (
	week VARCHAR(8) NOT NULL, 
	state VARCHAR NOT NULL, 
	number INTEGER, 
	tool_a VARCHAR(36), 
	tool_b VARCHAR(36), 
	pinned BOOLEAN NOT NULL, 
	title TEXT, 
	as_of_position INTEGER, 
	head VARCHAR(64), 
	issued_at VARCHAR(27), 
	issue VARCHAR(64), 
	html TEXT, 
	html_slots TEXT, 
	text TEXT, 
	text_slots TEXT, 
	claims TEXT, 
	shelf TEXT, 
	html_bytes INTEGER, 
	words INTEGER, 
	approved_by VARCHAR, 
	reason TEXT, 
	recipients INTEGER, 
	accepted INTEGER, 
	PRIMARY KEY (week)
);
INSERT INTO "issue__1" VALUES('2026-W17','delivered',1,'b4733d0d-1303-5ef2-8adf-cd9c06b8042c','65d4f92e-a7fa-509c-affe-c129f2c51482',0,'Alpha vs Beta: Which AI Tool Should You Ship? — Ship or Skip',21,'5bc4636fd3d4ae5c0fd0377c70b88fcfac920f01be575b510e80c747d3f0c411','2026-04-23T07:00:00.000000Z','73e1f8f824256f2b81ebdc5e516e79a47269b1d3d10727d6b5a3d9eb715b2d7a','["0eaf4e7348ddb96a5fca508725a864a0471293b8cc5823fa1bad411e8b0ef8a1","c3310212ef14e73c75524dddc52428cac48cbc79d79f20d6bd809c83b693995d"]','["unsubscribe"]','["f283607294df76973b09a7e006246d0053c48d36751d879e469dc472f2f9332a","22e562128ce4a57181031f34ab24c152d8c554f5afe3debd9974c2736c19d300"]','["unsubscribe"]','[{"entry":"Free","label":"Ship","ship":2,"ship_percent":67,"skip":1,"tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","votes_ship":0,"votes_skip":0},{"entry":"Free","label":"Ship","ship":3,"ship_percent":100,"skip":0,"tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","votes_ship":0,"votes_skip":0}]','[]',54372,290,'ed',NULL,2,2);
CREATE TABLE item__1 (
	source VARCHAR NOT NULL, 
	native_id VARCHAR NOT NULL, 
	event_id VARCHAR(36) NOT NULL, 
	facts VARCHAR(64) NOT NULL, 
	tool_id VARCHAR(36), 
	PRIMARY KEY (source, native_id)
);
CREATE TABLE log_head (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL,
        chain_hash BLOB NOT NULL
    );
INSERT INTO "log_head" VALUES(1,25,X'59F5CCB1DB987297E0ECA851E6CDAA1D87C11FF7594B01098FC6E110D193C4D4');
CREATE TABLE metric__1 (
	source VARCHAR NOT NULL, 
	native_id VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	event_id VARCHAR(36) NOT NULL, 
	PRIMARY KEY (source, native_id, metric)
);
CREATE TABLE observed__1 (
	event_id VARCHAR(36) NOT NULL, 
	source VARCHAR NOT NULL, 
	native_id VARCHAR NOT NULL, 
	PRIMARY KEY (event_id)
);
CREATE TABLE outbox (
        issue VARCHAR(8) NOT NULL,
        subscriber_id VARCHAR(36) NOT NULL,
        state VARCHAR NOT NULL,
        worker VARCHAR,
        claimed_at VARCHAR(27),
        settled_at VARCHAR(27),
        detail TEXT,
        message_id VARCHAR NOT NULL,
        sha256 VARCHAR(64),
        PRIMARY KEY (issue, subscriber_id)
    );
INSERT INTO "outbox" VALUES('2026-W17','00000000-0000-4000-8000-000000000001','accepted','host:1','2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','uagscwbitwtgw5yahzqwlqjcg2xdgeyc.eml','<uagscwbitwtgw5yahzqwlqjcg2xdgeyc@shiporskip.example>','5ef527f79211ab41c6cc7259c3d9560392c52cb9f0af0cdbc90be4b04a695014');
INSERT INTO "outbox" VALUES('2026-W17','00000000-0000-4000-8000-000000000002','accepted','host:1','2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','cjp3jdj6vmqyj5iok6fxxc4mdqrqhf4k.eml','<cjp3jdj6vmqyj5iok6fxxc4mdqrqhf4k@shiporskip.example>','cb6fbeec46ac13ea04bbda4fb8fa632c6659ab972dcd694081d325b280776ccc');
CREATE TABLE panel_policy__1 (
	version INTEGER NOT NULL, 
	quorum INTEGER NOT NULL, 
	ship_numerator INTEGER NOT NULL, 
	ship_denominator INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "panel_policy__1" VALUES(1,3,2,3);
CREATE TABLE persona__1 (
	persona VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	question TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (persona)
);
INSERT INTO "persona__1" VALUES('builder','Builder','Would I build on it?',1);
INSERT INTO "persona__1" VALUES('skeptic','Skeptic','What breaks first?',2);
INSERT INTO "persona__1" VALUES('futurist','Futurist','Where does this lead?',3);
INSERT INTO "persona__1" VALUES('founder','Founder','Is there a business?',4);
INSERT INTO "persona__1" VALUES('creator','Creator','Does it help me make things?',5);
CREATE TABLE pin__1 (
	week VARCHAR(8) NOT NULL, 
	tool_a VARCHAR(36) NOT NULL, 
	tool_b VARCHAR(36) NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (week)
);
CREATE TABLE projection (
        name VARCHAR NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        position INTEGER NOT NULL
    );
INSERT INTO "projection" VALUES('tools',4,1,25);
INSERT INTO "projection" VALUES('takes',2,1,25);
INSERT INTO "projection" VALUES('tallies',2,1,25);
INSERT INTO "projection" VALUES('issues',4,1,25);
INSERT INTO "projection" VALUES('subscribers',2,1,25);
CREATE TABLE subscriber__1 (
	subscriber_id VARCHAR(36) NOT NULL, 
	status VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (subscriber_id)
);
INSERT INTO "subscriber__1" VALUES('00000000-0000-4000-8000-000000000001','confirmed',8);
INSERT INTO "subscriber__1" VALUES('00000000-0000-4000-8000-000000000002','confirmed',10);
CREATE TABLE subscriber_vault (
        subscriber_id VARCHAR(36) NOT NULL PRIMARY KEY,
        address VARCHAR NOT NULL UNIQUE,
        name VARCHAR,
        confirmed_at VARCHAR(27),
        consent_source VARCHAR,
        consent_text TEXT
    );
INSERT INTO "subscriber_vault" VALUES('00000000-0000-4000-8000-000000000001','reader-0@example.org','Reader 0','2026-04-01T00:00:00.000000Z','form','Yes');
INSERT INTO "subscriber_vault" VALUES('00000000-0000-4000-8000-000000000002','reader-1@example.org','Reader 1','2026-04-01T00:00:00.000000Z','form','Yes');
CREATE TABLE suppression (
    address_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    reason VARCHAR NOT NULL,
    at VARCHAR(27) NOT NULL
);
CREATE TABLE take__1 (
	tool_id VARCHAR(36) NOT NULL, 
	persona VARCHAR NOT NULL, 
	choice VARCHAR NOT NULL, 
	score INTEGER NOT NULL, 
	take VARCHAR(64) NOT NULL, 
	drafted_by VARCHAR NOT NULL, 
	reviewer VARCHAR(64), 
	approved_by VARCHAR(64), 
	tried BOOLEAN NOT NULL, 
	conflicts VARCHAR(64), 
	evidence TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	event_id VARCHAR(36) NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (tool_id, persona)
);
INSERT INTO "take__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','builder','ship',80,'91d9dd4eabf72666ea81e7dec17a5498b5fdf5e19566db45263470632d9e7ae7','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','6dba5d4a-e564-5ea9-9732-213d43900ef0',18);
INSERT INTO "take__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','founder','ship',80,'dfcd522c1c55203283ff4e022ecbafabc27e48ffb5c11e01f0b8f14140b116a4','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','4261e471-99ce-5e6d-9f4b-fe6326a36c37',20);
INSERT INTO "take__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','skeptic','ship',80,'d656d1792ee2345d31364fa1eef309648908d210841c60ce36c79abd39909ac2','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','24a261fd-3232-5417-8e80-f6d4fd83757c',19);
INSERT INTO "take__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','builder','ship',80,'2335513090cb6819c6e93cdbcf52c85b4ff5aecb0769ac903b1f3ecec1ca3d9d','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','9995f140-74d4-5c9d-9865-e80b861cbf7e',15);
INSERT INTO "take__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','founder','ship',80,'159b754e26b5dd0326a59ca9a7bcdd5a62f8c580061fa111644510ac23a58425','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','78b115c8-3150-58ab-aebc-2a978ffce583',17);
INSERT INTO "take__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','skeptic','skip',40,'03f58c3cb367b7a980ac60b7fb7dab58162e4ff419a0622819be1f12e3f5e115','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','5dc59fca-0bd5-5b81-96af-ae9d65bf8697',16);
CREATE TABLE tally__1 (
	tool_id VARCHAR(36) NOT NULL, 
	ship INTEGER NOT NULL, 
	skip INTEGER NOT NULL, 
	merged_into VARCHAR(36), 
	PRIMARY KEY (tool_id)
);
CREATE TABLE tool__1 (
	tool_id VARCHAR(36) NOT NULL, 
	slug VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	tagline TEXT, 
	description VARCHAR(64), 
	category VARCHAR, 
	job_tags TEXT NOT NULL, 
	best_for TEXT, 
	homepage TEXT, 
	launched_at VARCHAR(27) NOT NULL, 
	revised_at VARCHAR(27), 
	source VARCHAR NOT NULL, 
	facts_from VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	merged_into VARCHAR(36), 
	pricing TEXT, 
	entry TEXT, 
	pricing_source TEXT, 
	pricing_checked_at VARCHAR(27), 
	pricing_event VARCHAR(36), 
	popularity INTEGER NOT NULL, 
	PRIMARY KEY (tool_id)
);
INSERT INTO "tool__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','beta','Beta','What beta is for',NULL,'Developer Tools','["agents"]',NULL,'https://beta.example/','2026-04-14T00:00:00.000000Z',NULL,'import','import',1,NULL,'Free / Open Source (MIT)',NULL,'https://beta.example/license','2026-04-20T00:00:00.000000Z','a7fd9d37-a4f8-5845-8174-ce92ef8971b1',0);
INSERT INTO "tool__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','alpha','Alpha','What alpha is for',NULL,'Developer Tools','["agents"]',NULL,'https://alpha.example/','2026-04-14T00:00:00.000000Z',NULL,'import','import',1,NULL,'Free / Open Source (MIT)',NULL,'https://alpha.example/license','2026-04-20T00:00:00.000000Z','e9f12cd9-c471-5c58-97f1-db49cde1071c',0);
CREATE TABLE tool_key__1 (
	"key" VARCHAR NOT NULL, 
	tool_id VARCHAR(36) NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "tool_key__1" VALUES('item:import/alpha','b4733d0d-1303-5ef2-8adf-cd9c06b8042c');
INSERT INTO "tool_key__1" VALUES('item:import/beta','65d4f92e-a7fa-509c-affe-c129f2c51482');
CREATE TABLE tool_slug__1 (
	slug VARCHAR NOT NULL, 
	tool_id VARCHAR(36) NOT NULL, 
	PRIMARY KEY (slug)
);
INSERT INTO "tool_slug__1" VALUES('alpha','b4733d0d-1303-5ef2-8adf-cd9c06b8042c');
INSERT INTO "tool_slug__1" VALUES('beta','65d4f92e-a7fa-509c-affe-c129f2c51482');
CREATE INDEX ix_fetch_url ON "fetch" (url, id);
CREATE INDEX ix_outbox_state ON outbox (issue, state, subscriber_id);
CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event BEGIN
        SELECT RAISE(ABORT, 'the log is append-only: UPDATE refused');
    END;
CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event BEGIN
        SELECT RAISE(ABORT, 'the log is append-only: DELETE refused');
    END;
CREATE TRIGGER event_is_append_only_replace BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position)
      OR EXISTS (SELECT 1 FROM event WHERE event_id = NEW.event_id)
      OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND version = NEW.version)
    BEGIN
        SELECT RAISE(ABORT, 'the log is append-only: position, event_id or version is taken');
    END;
COMMIT;
