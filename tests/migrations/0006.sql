BEGIN TRANSACTION;
CREATE TABLE access_token (
        token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
        name VARCHAR NOT NULL UNIQUE,
        scopes VARCHAR NOT NULL,
        created_at VARCHAR(27) NOT NULL,
        revoked_at VARCHAR(27)
    );
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE bookmark (
        subscriber_id VARCHAR(36) NOT NULL,
        tool_id VARCHAR(36) NOT NULL,
        saved_at VARCHAR(27) NOT NULL,
        PRIMARY KEY (subscriber_id, tool_id)
    );
CREATE TABLE content (
        hash VARCHAR(64) NOT NULL PRIMARY KEY,
        salt BLOB NOT NULL,
        body TEXT NOT NULL
    );
INSERT INTO "content" VALUES('5441d45085d227503942ba053e9ab315f27847c475e26d330ccbf3dae3c8e62b',X'181A939811CDF237F69267A7C8D6109E','The builder looked at alpha and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('2519c3a44664c133c5e706c0152065fd167fd0e0da379683aa1971b86b790418',X'07B9641DC8B660A208DE812EE66B91F0','The skeptic looked at alpha and says skip. It took an afternoon.');
INSERT INTO "content" VALUES('2089b87fb6c676e7eda32aeb07b0516393d58a815eaf3c7848d898cfc0316802',X'E069C4B08603CFDE4B5E33C7D9700A39','The founder looked at alpha and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('425edafd17908710d197f2acb5c9950ed31f1bd300ace1ada584c0f81bfc39ab',X'AE55000490615AC1BC50D312EEAD1D04','The builder looked at beta and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('1d0baf432ac52cea2bea641d465775efe02a656e55724fc2dedfe9c35751a917',X'E654FB6AAE092BF84301CA3D17484BC1','The skeptic looked at beta and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('f30fe6f733203cf9137786b3ad75a4df015b094e1139f09a6d5a3242ef77d224',X'9427435028CA870042D4D8545B1233B0','The founder looked at beta and says ship. It took an afternoon.');
INSERT INTO "content" VALUES('c0fd6b3bb7fb7378fafb0c024413ce0d63faa5567911f8b96192937eae1d3a64',X'4FE36B8750417D125FE1D923EB35E960','{"brand":{"language":"en","name":"Ship or Skip","notice":null,"pages_url":"https://shiporskip.example","postal_address":"Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA","reason":"You get this because you signed up.","site_url":null},"comparison":{"headline":"Alpha vs Beta","like_for_like":null,"reviewers":[{"name":"Builder","persona":"builder","question":"Would I build on it?","takes":[{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The builder looked at alpha and says ship. It took an afternoon."},{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The builder looked at beta and says ship. It took an afternoon."}]},{"name":"Skeptic","persona":"skeptic","question":"What breaks first?","takes":[{"byline":null,"choice":"skip","header":"40/100 · skip","score":40,"text":"The skeptic looked at alpha and says skip. It took an afternoon."},{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The skeptic looked at beta and says ship. It took an afternoon."}]},{"name":"Founder","persona":"founder","question":"Is there a business?","takes":[{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The founder looked at alpha and says ship. It took an afternoon."},{"byline":null,"choice":"ship","header":"80/100 · ship","score":80,"text":"The founder looked at beta and says ship. It took an afternoon."}]}],"rows":[{"cells":["Ship · 2 ship / 1 skip","Ship · 3 ship / 0 skip"],"name":"Panel verdict"},{"cells":["No community votes yet","No community votes yet"],"name":"Community"},{"cells":["Free / Open Source (MIT)","Free / Open Source (MIT)"],"name":"Pricing"},{"cells":["What alpha is for","What beta is for"],"name":"Best for"},{"cells":["Developer Tools","Developer Tools"],"name":"Category"}],"title":"Alpha vs Beta: Which AI Tool Should You Ship? — Ship or Skip","tools":[{"best_for":"What alpha is for","category":"Developer Tools","community":{"card":"—","cell":"No community votes yet","high":null,"label":null,"low":null,"percent":null,"ship":0,"votes":0},"description":null,"entry":"Free","flags":[],"homepage":"https://alpha.example/","name":"Alpha","panel":{"cell":"Ship · 2 ship / 1 skip","contested":true,"label":"Ship","panel":5,"ship":2,"ship_percent":67,"skip":1,"takes":3},"pricing":"Free / Open Source (MIT)","pricing_checked_on":"2026-04-20","pricing_source":"https://alpha.example/license","slug":"alpha","tagline":"What alpha is for","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c"},{"best_for":"What beta is for","category":"Developer Tools","community":{"card":"—","cell":"No community votes yet","high":null,"label":null,"low":null,"percent":null,"ship":0,"votes":0},"description":null,"entry":"Free","flags":[],"homepage":"https://beta.example/","name":"Beta","panel":{"cell":"Ship · 3 ship / 0 skip","contested":false,"label":"Ship","panel":5,"ship":3,"ship_percent":100,"skip":0,"takes":3},"pricing":"Free / Open Source (MIT)","pricing_checked_on":"2026-04-20","pricing_source":"https://beta.example/license","slug":"beta","tagline":"What beta is for","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482"}]},"dek":"Alpha ships, 2–1. Beta ships, 3–0.","issued_at":"2026-04-23T07:00:00Z","last_week":null,"method":{"as_of_position":21,"head":"88d865220d7128357cc68a4a1718bd7ae4737430e4498b06041a2a7814ff17cd","policies":{"community":1,"pair":1,"panel":1},"sentences":["6 takes, all written by people.","A verdict takes 3 takes: Ship if two thirds or more say ship, Skip if two thirds or more say skip, otherwise Mixed.","Readers'' votes get a percentage from 10 votes on, with its 95% Wilson range; they never mix with the panel''s.","Selected by rule, at 80 of 100 points.","Prices checked on 20 April 2026."]},"movers":[],"next_up":null,"number":1,"preheader":"Alpha ships 2–1 and is free. Beta ships 3–0 and is free. The Skeptic''s 40-point gap.","shelf":[],"subject":"Alpha vs Beta: the panel ships both","title_line":"Issue 1 · 23 April 2026","week":"2026-W17"}');
INSERT INTO "content" VALUES('87b059d03911c34d86e181a3d323423b2eae5119c951b6d71af10c1cb952449e',X'8E54C7EDEC084FB23D72F04487372FFE','<!doctype html><html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Alpha vs Beta: the panel ships both</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]--><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
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
.edge{border-color:#EDEEF2!important}
.solid{background-color:#EDEEF2!important}
a.on-ink{color:#171A20!important}
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
[data-ogsc] .edge{border-color:#EDEEF2!important}
[data-ogsc] .solid{background-color:#EDEEF2!important}
[data-ogsc] a.on-ink{color:#171A20!important}
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
[data-ogsc] .none{color:#A9B0BE!important}</style><meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" /><meta name="format-detection" content="telephone=no,date=no,address=no,email=no" /><!--[if mso]><style>table,td,th,p,h1,h2,h3,a,span{font-family:Arial,sans-serif !important}</style><![endif]--></head><body style="word-spacing:normal;background-color:#F3F1EC;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">Alpha ships 2–1 and is free. Beta ships 3–0 and is free. The Skeptic&#39;s 40-point gap.&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;&#847;&#8204;&#160;</div><div aria-label="Alpha vs Beta: the panel ships both" aria-roledescription="email" class="canvas" role="article" lang="en" dir="ltr" style="background-color:#F3F1EC;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#F3F1EC" align="center" width="600" class="canvas side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="canvas side" style="background:#F3F1EC;background-color:#F3F1EC;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#F3F1EC;background-color:#F3F1EC;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:20px 32px 12px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><tr><td class="ink" style="font-size:15px;line-height:20px;font-weight:800;letter-spacing:0.2px;color:#16181D;">Ship or Skip</td><td align="right" style="font-size:14px;line-height:20px;font-weight:400;"><a class="link" href="https://shiporskip.example/issues/2026-W17/mail" style="color:#2F3FB8;">View in browser</a></td></tr></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;border-radius:12px 12px 0 0;overflow:hidden;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;border-collapse:separate;"><tbody><tr><td style="border-radius:12px 12px 0 0;direction:ltr;font-size:0px;padding:32px 32px 24px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="title" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:2px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">Issue 1 · 23 April 2026</p><h1 class="ink" style="margin:8px 0 10px;font-size:38px;line-height:43px;font-weight:800;letter-spacing:-0.8px;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span> <span class="muted" style="font-family:Georgia, Times New Roman, serif;font-weight:400;font-style:italic;letter-spacing:0;color:#555C6B;">vs</span> <span dir="auto">Beta</span></h1><p class="ink" style="margin:0;font-size:19px;line-height:28px;font-weight:400;color:#16181D;">Alpha ships, 2–1. Beta ships, 3–0.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0 32px 8px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><tr><td class="tint-ship" bgcolor="#E4F3EC" width="49%" valign="top" style="background-color:#E4F3EC;border-radius:10px;padding:16px;vertical-align:top;"><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="badge-ship" bgcolor="#0B6B4C" style="background-color:#0B6B4C;border-radius:4px;padding:3px 9px;font-size:14px;line-height:18px;font-weight:700;color:#FFFFFF;"><span aria-hidden="true">▲</span> Ship</td></tr></table><h2 class="ink" style="margin:12px 0 0;font-size:19px;line-height:24px;font-weight:700;color:#16181D;word-break:break-word;"><a class="ink" href="https://alpha.example/" style="color:#16181D;text-decoration:underline;"><span dir="auto">Alpha</span></a></h2><p class="ship" style="margin:8px 0 0;font-size:36px;line-height:42px;font-weight:800;letter-spacing:-1px;color:#0B6B4C;">67%</p><p class="ink" style="margin:0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;">panel ship, 2–1<br /><span class="muted" style="color:#555C6B;">3 of 5 reviewers, contested</span></p><p class="ink" style="margin:10px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;"><span class="muted" style="color:#555C6B;">Entry</span> <strong>Free</strong><br /><span class="muted" style="color:#555C6B;">Community</span> <strong>—</strong></p></td><td width="12" style="width:12px;font-size:0;">&#160;</td><td class="tint-ship" bgcolor="#E4F3EC" width="49%" valign="top" style="background-color:#E4F3EC;border-radius:10px;padding:16px;vertical-align:top;"><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="badge-ship" bgcolor="#0B6B4C" style="background-color:#0B6B4C;border-radius:4px;padding:3px 9px;font-size:14px;line-height:18px;font-weight:700;color:#FFFFFF;"><span aria-hidden="true">▲</span> Ship</td></tr></table><h2 class="ink" style="margin:12px 0 0;font-size:19px;line-height:24px;font-weight:700;color:#16181D;word-break:break-word;"><a class="ink" href="https://beta.example/" style="color:#16181D;text-decoration:underline;"><span dir="auto">Beta</span></a></h2><p class="ship" style="margin:8px 0 0;font-size:36px;line-height:42px;font-weight:800;letter-spacing:-1px;color:#0B6B4C;">100%</p><p class="ink" style="margin:0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;">panel ship, 3–0<br /><span class="muted" style="color:#555C6B;">3 of 5 reviewers</span></p><p class="ink" style="margin:10px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#16181D;"><span class="muted" style="color:#555C6B;">Entry</span> <strong>Free</strong><br /><span class="muted" style="color:#555C6B;">Community</span> <strong>—</strong></p></td></tr></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 16px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;word-break:break-word;"><strong><span dir="auto">Alpha</span></strong> — <span dir="auto">What alpha is for</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 16px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;word-break:break-word;"><strong><span dir="auto">Beta</span></strong> — <span dir="auto">What beta is for</span></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:28px 32px 8px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0 0 12px;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">Reviewer scorecard</h2><p class="muted" style="margin:2px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">Scores out of 100. The longer the bar, the stronger the case.</p></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><thead><tr><th scope="col" width="42%" align="right" valign="bottom" class="ink" style="padding:0 0 8px;font-size:14px;line-height:18px;font-weight:700;text-align:right;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span></th><td width="88" style="width:88px;font-size:0;">&#160;</td><th scope="col" width="42%" align="left" valign="bottom" class="ink" style="padding:0 0 8px;font-size:14px;line-height:18px;font-weight:700;text-align:left;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Beta</span></th></tr></thead><tbody><tr><td class="rule" align="right" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:right;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:3px 0 0 3px;">&#160;</td></tr></table></td><th scope="row" class="ink rule" align="center" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 4px;font-size:14px;line-height:18px;font-weight:700;text-align:center;vertical-align:middle;color:#16181D;word-break:break-word;">Builder</th><td class="rule" align="left" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:left;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:0 3px 3px 0;">&#160;</td><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td></tr></table></td></tr><tr><td class="rule" align="right" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:right;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="skip" style="font-size:17px;line-height:20px;font-weight:700;color:#A3212B;">40</strong> <span class="muted" style="color:#555C6B;">skip</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-track" bgcolor="#E9E6DF" width="60%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td><td class="fill-skip" bgcolor="#A3212B" width="40%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#A3212B;border-radius:3px 0 0 3px;">&#160;</td></tr></table></td><th scope="row" class="ink rule" align="center" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 4px;font-size:14px;line-height:18px;font-weight:700;text-align:center;vertical-align:middle;color:#16181D;word-break:break-word;">Skeptic</th><td class="rule" align="left" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:left;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:0 3px 3px 0;">&#160;</td><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td></tr></table></td></tr><tr><td class="rule" align="right" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:right;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:3px 0 0 3px;">&#160;</td></tr></table></td><th scope="row" class="ink rule" align="center" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 4px;font-size:14px;line-height:18px;font-weight:700;text-align:center;vertical-align:middle;color:#16181D;word-break:break-word;">Founder</th><td class="rule" align="left" valign="middle" style="border-top:1px solid #DEDAD1;padding:8px 0;text-align:left;vertical-align:middle;font-size:13px;line-height:18px;font-weight:400;"><strong class="ship" style="font-size:17px;line-height:20px;font-weight:700;color:#0B6B4C;">80</strong> <span class="muted" style="color:#555C6B;">ship</span><table role="presentation" aria-hidden="true" border="0" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;"><tr><td class="fill-ship" bgcolor="#0B6B4C" width="80%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#0B6B4C;border-radius:0 3px 3px 0;">&#160;</td><td class="fill-track" bgcolor="#E9E6DF" width="20%" height="10" style="height:10px;font-size:0;line-height:10px;mso-line-height-rule:exactly;background-color:#E9E6DF;border-radius:0;">&#160;</td></tr></table></td></tr></tbody></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:28px 32px 8px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0 0 12px;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">The decision, line by line</h2></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><thead><tr><th scope="col" width="50%" align="left" valign="bottom" class="ink" style="padding:0 12px 8px 0;font-size:15px;line-height:20px;font-weight:700;text-align:left;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span></th><th scope="col" width="50%" align="left" valign="bottom" class="ink" style="padding:0 0 8px 12px;font-size:15px;line-height:20px;font-weight:700;text-align:left;vertical-align:bottom;color:#16181D;word-break:break-word;"><span dir="auto">Beta</span></th></tr></thead><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Panel verdict</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Ship · 2 ship / 1 skip</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Ship · 3 ship / 0 skip</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Community</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">No community votes yet</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">No community votes yet</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Pricing</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Free / Open Source (MIT)</span><br /><span class="muted" style="font-size:13px;line-height:18px;font-weight:400;color:#555C6B;"><a class="link" href="https://alpha.example/license" aria-label="Source of the pricing of Alpha" style="color:#2F3FB8;">Source</a>, checked 20 April 2026</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Free / Open Source (MIT)</span><br /><span class="muted" style="font-size:13px;line-height:18px;font-weight:400;color:#555C6B;"><a class="link" href="https://beta.example/license" aria-label="Source of the pricing of Beta" style="color:#2F3FB8;">Source</a>, checked 20 April 2026</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Best for</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">What alpha is for</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">What beta is for</span></td></tr></tbody><tbody><tr><th colspan="2" scope="rowgroup" class="muted rule" align="left" style="border-top:1px solid #DEDAD1;padding:10px 0 2px;font-size:13px;line-height:18px;font-weight:400;font-weight:600;text-align:left;color:#555C6B;">Category</th></tr><tr><td class="ink" width="50%" valign="top" style="padding:0 12px 10px 0;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Developer Tools</span></td><td class="ink" width="50%" valign="top" style="padding:0 0 10px 12px;font-size:15px;line-height:21px;font-weight:400;vertical-align:top;color:#16181D;word-break:break-word;"><span dir="auto">Developer Tools</span></td></tr></tbody></table></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:28px 32px 4px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">What each reviewer said</h2></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h3 class="ink rule" style="margin:0;border-top:2px solid #16181D;padding-top:12px;font-size:17px;line-height:24px;font-weight:700;color:#16181D;">Builder <span class="muted" style="font-weight:400;color:#555C6B;">Would I build on it?</span></h3></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:8px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Alpha</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The builder looked at alpha and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Beta</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The builder looked at beta and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h3 class="ink rule" style="margin:0;border-top:2px solid #16181D;padding-top:12px;font-size:17px;line-height:24px;font-weight:700;color:#16181D;">Skeptic <span class="muted" style="font-weight:400;color:#555C6B;">What breaks first?</span></h3></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:8px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Alpha</span></strong> <strong class="skip" style="color:#A3212B;">40/100 · skip</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The skeptic looked at alpha and says skip. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Beta</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The skeptic looked at beta and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h3 class="ink rule" style="margin:0;border-top:2px solid #16181D;padding-top:12px;font-size:17px;line-height:24px;font-weight:700;color:#16181D;">Founder <span class="muted" style="font-weight:400;color:#555C6B;">Is there a business?</span></h3></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:8px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Alpha</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The founder looked at alpha and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 14px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;word-break:break-word;"><strong class="ink" style="color:#16181D;"><span dir="auto">Beta</span></strong> <strong class="ship" style="color:#0B6B4C;">80/100 · ship</strong></p><p class="ink" dir="auto" style="margin:0;font-size:16px;line-height:25px;font-weight:400;color:#16181D;word-break:break-word;">The founder looked at beta and says ship. It took an afternoon.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:20px 32px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:600px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><tr><td><table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:separate;"><tr><td class="edge solid" align="center" bgcolor="#16181D" style="background-color:#16181D;border:2px solid #16181D;border-radius:8px;mso-padding-alt:11px 8px;"><a class="on-ink" href="https://shiporskip.example/issues/2026-W17" aria-label="Read the full comparison of Alpha vs Beta" style="display:block;padding:11px 8px;font-size:16px;line-height:20px;font-weight:700;color:#FFFFFF;text-decoration:none;">Read the full comparison</a></td></tr></table></td></tr></table></td></tr><tr><td align="left" style="font-size:0px;padding:32px 0 0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><h2 class="ink" style="margin:0;font-family:Georgia, Times New Roman, serif;font-size:24px;line-height:30px;font-weight:700;color:#16181D;">Your call: ship or skip?</h2><p class="muted" style="margin:2px 0 0;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">One tap, then confirm on the page. Change it any time.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card pair-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card pair" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 22px 0;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 8px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0 0 8px;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;font-weight:700;color:#16181D;word-break:break-word;"><span dir="auto">Alpha</span></p></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><tr><td><table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:separate;"><tr><td class="edge solid" align="center" bgcolor="#16181D" style="background-color:#16181D;border:2px solid #16181D;border-radius:8px;mso-padding-alt:11px 8px;"><a class="on-ink" href="');
INSERT INTO "content" VALUES('bcb1b08336a0e13a2b0e69a9c9806a7cfb9d365672a5eece51804cdf8830cbf3',X'A7127869AB47444C8438E03FC61C10A2','" aria-label="Ship it: vote for Alpha" style="display:block;padding:11px 8px;font-size:16px;line-height:20px;font-weight:700;color:#FFFFFF;text-decoration:none;">Ship it</a></td></tr></table></td><td width="8" style="width:8px;font-size:0;">&#160;</td><td><table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:separate;"><tr><td class="edge" align="center" style="border:2px solid #16181D;border-radius:8px;mso-padding-alt:11px 8px;"><a class="ink" href="');
INSERT INTO "content" VALUES('20c893d3e3e0451ae5b686706de233e97161b1c40b71d98efdb887b83c8fa973',X'6C08012D9CEDEA2F6280378396EF6C19','" aria-label="Skip it: vote against Alpha" style="display:block;padding:11px 8px;font-size:16px;line-height:20px;font-weight:700;color:#16181D;text-decoration:none;">Skip it</a></td></tr></table></td></tr></table></td></tr><tr><td align="left" style="font-size:0px;padding:4px 0 0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><a class="link" href="');
INSERT INTO "content" VALUES('c1061c6a4441628383ac8dca16ecfa31a9542b9fc6dc58572863dfa1880f151a',X'4112424CDB160A9247FA6DE6D68DC0E1','" style="display:inline-block;padding:10px 0;color:#2F3FB8;word-break:break-word;">Bookmark <span dir="auto">Alpha</span></a></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:300px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 10px 8px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0 0 8px;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="ink" style="margin:0;font-weight:700;color:#16181D;word-break:break-word;"><span dir="auto">Beta</span></p></div></td></tr><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" width="100%" style="color:#16181D;font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:15px;line-height:21px;table-layout:fixed;width:100%;border:none;"><tr><td><table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:separate;"><tr><td class="edge solid" align="center" bgcolor="#16181D" style="background-color:#16181D;border:2px solid #16181D;border-radius:8px;mso-padding-alt:11px 8px;"><a class="on-ink" href="');
INSERT INTO "content" VALUES('a7ee21a2e1d4d9ca2981be60d89d981b800c1c0d877810270300553ebfb369ac',X'7FE76BEBB24A5193FC22E16D0B49F6F9','" aria-label="Ship it: vote for Beta" style="display:block;padding:11px 8px;font-size:16px;line-height:20px;font-weight:700;color:#FFFFFF;text-decoration:none;">Ship it</a></td></tr></table></td><td width="8" style="width:8px;font-size:0;">&#160;</td><td><table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:separate;"><tr><td class="edge" align="center" style="border:2px solid #16181D;border-radius:8px;mso-padding-alt:11px 8px;"><a class="ink" href="');
INSERT INTO "content" VALUES('a14edd68aead1e09dd3cf505ef5a7d57ba779cd287f822ffcf9bed04d2fad720',X'26EADE3AE50B06888793979141578BBE','" aria-label="Skip it: vote against Beta" style="display:block;padding:11px 8px;font-size:16px;line-height:20px;font-weight:700;color:#16181D;text-decoration:none;">Skip it</a></td></tr></table></td></tr></table></td></tr><tr><td align="left" style="font-size:0px;padding:4px 0 0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><a class="link" href="');
INSERT INTO "content" VALUES('f3b3f84e8deda2f06889b7070c2012dd9db7fb45d9bbe2e99e2e19856fc1d13e',X'FF80259BD8F552C2CD6DE028968B18EC','" style="display:inline-block;padding:10px 0;color:#2F3FB8;word-break:break-word;">Bookmark <span dir="auto">Beta</span></a></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#FFFFFF" align="center" width="600" class="card side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="card side" style="background:#FFFFFF;background-color:#FFFFFF;margin:0px auto;max-width:600px;border-radius:0 0 12px 12px;overflow:hidden;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#FFFFFF;background-color:#FFFFFF;width:100%;border-collapse:separate;"><tbody><tr><td style="border-radius:0 0 12px 12px;direction:ltr;font-size:0px;padding:8px 32px 32px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:28px 0 0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted rule" style="margin:0;border-top:1px solid #DEDAD1;padding-top:14px;font-size:13px;line-height:18px;font-weight:400;color:#555C6B;">
6 takes, all written by people.
A verdict takes 3 takes: Ship if two thirds or more say ship, Skip if two thirds or more say skip, otherwise Mixed.
Readers&#39; votes get a percentage from 10 votes on, with its 95% Wilson range; they never mix with the panel&#39;s.
Selected by rule, at 80 of 100 points.
Prices checked on 20 April 2026.
As of log position 21, head 88d865220d71.</p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation" bgcolor="#F3F1EC" align="center" width="600" class="canvas side-outlook" style="width:600px;"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div class="canvas side" style="background:#F3F1EC;background-color:#F3F1EC;margin:0px auto;max-width:600px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="background:#F3F1EC;background-color:#F3F1EC;width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:24px 32px 40px;text-align:center;"><!--[if mso | IE]><table border="0" cellpadding="0" cellspacing="0" role="presentation"><tr><![endif]--><!--[if mso | IE]><td style="vertical-align:top;width:536px;"><![endif]--><div class="mj-outlook-group-fix mj-column-per-100" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#16181D;"><p class="muted" style="margin:0 0 8px;font-size:14px;line-height:20px;font-weight:400;color:#555C6B;">You get this because you signed up.<br />Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA</p><p class="muted" style="margin:0;font-size:14px;line-height:28px;color:#555C6B;"><a class="link" href="');
INSERT INTO "content" VALUES('ba0ddfdcebae1f875031e4bee24dba1d002b31cf7e739d9022cc5f5f59dc542e',X'F2C79EDC3466EC1615BF376C43CE3662','" style="color:#2F3FB8;">Email preferences</a> &#160;·&#160; <a class="link" href="');
INSERT INTO "content" VALUES('4bf6d59a31656f29cda16a8f4428ae87121d1e8d47c5951673f759349c9e41f2',X'1C4FF7ADA69A7CFE7430142E4D9017EE','" style="color:#2F3FB8;">Unsubscribe</a></p></div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td><![endif]--><!--[if mso | IE]></tr></table><![endif]--></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></div></body></html>');
INSERT INTO "content" VALUES('31272da89a478817c86c379c5748f1ae3d9f06fae9337b2fc816ae685089315a',X'F204F77647D1B00AAC52BE11C5C57FBC','SHIP OR SKIP
View in browser:
https://shiporskip.example/issues/2026-W17/mail

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

Full comparison:
https://shiporskip.example/issues/2026-W17

YOUR CALL: SHIP OR SKIP?
------------------------

Alpha
  Ship it:
  ');
INSERT INTO "content" VALUES('a742f8f3529d90eb78c92e7acbd8e48b3126a7ed115bb394d14378b4b0e6d20d',X'7AD6E50CAFAB91DF44E941D74CBC2B66','
  Skip it:
  ');
INSERT INTO "content" VALUES('3f53eed6a783c20dae04b387864e64a3c3372e4454f334f846bd594ba5c2a97a',X'F53CD40813E508B0C4963986CF009404','
  Bookmark:
  ');
INSERT INTO "content" VALUES('97f65130254ffcfb055459c6d76d74e82ebaf8ef0ae3d28d9a1e450ba8906d98',X'7D99E95312B7BF8601F1F300DBC266FF','
Beta
  Ship it:
  ');
INSERT INTO "content" VALUES('a82f3cb15e3f479dc66b179c3c541381e3d128f8a6ee2ad0292fa69a16129161',X'3B51B3E7ACA02AA0249EE0F4E402A482','

METHOD
------

6 takes, all written by people. A verdict takes 3 takes: Ship if two
thirds or more say ship, Skip if two thirds or more say skip, otherwise
Mixed. Readers'' votes get a percentage from 10 votes on, with its 95%
Wilson range; they never mix with the panel''s. Selected by rule, at 80
of 100 points. Prices checked on 20 April 2026.
As of log position 21, head
88d865220d7128357cc68a4a1718bd7ae4737430e4498b06041a2a7814ff17cd

-- 
You get this because you signed up.
Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA
Preferences: ');
INSERT INTO "content" VALUES('7af251f82ae9e7c61ba94c8308a8ea68fa11551bd5ef3d63e126b2aa1fbf4fbe',X'6AF632AAE9462C66A6C25A37EFE770F4','
Unsubscribe: ');
INSERT INTO "content" VALUES('8bbc17c9a23ad2bb7fb83b7ed5d92eeed27b770ebe223690b631ef8540711b16',X'34C114666B66EC1F128B160972E1AD55','
');
CREATE TABLE delivery_pause__1 (
	scope VARCHAR(8) NOT NULL, 
	reason TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (scope)
)
 WITHOUT ROWID

;
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
INSERT INTO "event" VALUES(7,'462ee3e3-34d0-5deb-bd8c-4efe96cf50ac','tool/b4733d0d-1303-5ef2-8adf-cd9c06b8042c',1,'ToolLaunched',1,'2026-04-14T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"best_for":null,"category":"Developer Tools","description":null,"homepage":"https://alpha.example/","job_tags":["agents"],"keys":["item:import/alpha"],"launched_at":"2026-04-14T00:00:00Z","name":"Alpha","observed":null,"rule":"import/v1","slug":"alpha","source":"import","tagline":"What alpha is for","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c"}','{"actor":"ed","software":"digest/0.1.0"}',X'4C2D4C2F569F399A8D3BEED131A3D2131D8CDCBDE5F9C3C0A007B04D13805549',X'F16FE16DEA861BC69537917B3C43F58A982789B79C790D9CB70FEAF61BC93882');
INSERT INTO "event" VALUES(8,'e9f12cd9-c471-5c58-97f1-db49cde1071c','tool/b4733d0d-1303-5ef2-8adf-cd9c06b8042c',2,'PricingRecorded',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"checked_at":"2026-04-20T00:00:00Z","entry":null,"raw":"Free / Open Source (MIT)","source_url":"https://alpha.example/license","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c"}','{"actor":"ed","software":"digest/0.1.0"}',X'D4452599BFA253FCEBF5FFEAB4C794BEDAF7A399B2854B7F167E0305BC34FDA6',X'F16FE16DEA861BC69537917B3C43F58A982789B79C790D9CB70FEAF61BC93882');
INSERT INTO "event" VALUES(9,'18c3fc08-f8d1-51c6-a3c1-0cadfe07b940','tool/65d4f92e-a7fa-509c-affe-c129f2c51482',1,'ToolLaunched',1,'2026-04-14T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"best_for":null,"category":"Developer Tools","description":null,"homepage":"https://beta.example/","job_tags":["agents"],"keys":["item:import/beta"],"launched_at":"2026-04-14T00:00:00Z","name":"Beta","observed":null,"rule":"import/v1","slug":"beta","source":"import","tagline":"What beta is for","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482"}','{"actor":"ed","software":"digest/0.1.0"}',X'5D88FB1818C37BFCC5D063231EF4775224FE6060E14970B9CA24A61EED2443D2',X'F16FE16DEA861BC69537917B3C43F58A982789B79C790D9CB70FEAF61BC93882');
INSERT INTO "event" VALUES(10,'a7fd9d37-a4f8-5845-8174-ce92ef8971b1','tool/65d4f92e-a7fa-509c-affe-c129f2c51482',2,'PricingRecorded',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"checked_at":"2026-04-20T00:00:00Z","entry":null,"raw":"Free / Open Source (MIT)","source_url":"https://beta.example/license","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482"}','{"actor":"ed","software":"digest/0.1.0"}',X'12642D2F83D25006F13723A011A82A6E757B96728DA8D7D47EEE5559E9B79A74',X'F16FE16DEA861BC69537917B3C43F58A982789B79C790D9CB70FEAF61BC93882');
INSERT INTO "event" VALUES(11,'2567e27b-1e24-5d69-a7d9-ab02213206bc','review/b4733d0d-1303-5ef2-8adf-cd9c06b8042c/builder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"builder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"5441d45085d227503942ba053e9ab315f27847c475e26d330ccbf3dae3c8e62b","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'3EF53E2539708F3784D5981659A2E41DFD4F0743422C22CA38945D930A7E249B',X'DFC8F77076A8B196D82B05C1C5EDB39966C855E1438BE98FAE9DDA6E5FF7CE32');
INSERT INTO "event" VALUES(12,'eb3d565c-4d8f-5d49-9357-362f49009794','review/b4733d0d-1303-5ef2-8adf-cd9c06b8042c/skeptic',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"skip","conflicts":null,"drafted_by":"person","evidence":[],"persona":"skeptic","previous":null,"reviewer":null,"score":40,"supersedes":null,"take":"2519c3a44664c133c5e706c0152065fd167fd0e0da379683aa1971b86b790418","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'A4782BFFFA846C97F3D6170F1762365D08FC62EB94669C0E753E543C167F7C21',X'DFC8F77076A8B196D82B05C1C5EDB39966C855E1438BE98FAE9DDA6E5FF7CE32');
INSERT INTO "event" VALUES(13,'83abf6e3-5b23-51db-9aff-5f3c3c84cfb8','review/b4733d0d-1303-5ef2-8adf-cd9c06b8042c/founder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"founder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"2089b87fb6c676e7eda32aeb07b0516393d58a815eaf3c7848d898cfc0316802","tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'DACB1B2B1E5331385278DB5705ADC1C65AF60601E9A4351C456959D0B95C0062',X'DFC8F77076A8B196D82B05C1C5EDB39966C855E1438BE98FAE9DDA6E5FF7CE32');
INSERT INTO "event" VALUES(14,'e3ca3fe1-845c-5d5b-82a3-782440323378','review/65d4f92e-a7fa-509c-affe-c129f2c51482/builder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"builder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"425edafd17908710d197f2acb5c9950ed31f1bd300ace1ada584c0f81bfc39ab","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'904DCDFE3F0CBFF5E695F80BBC91F081C194104995103CD40951847602A8CE98',X'DFC8F77076A8B196D82B05C1C5EDB39966C855E1438BE98FAE9DDA6E5FF7CE32');
INSERT INTO "event" VALUES(15,'36913d82-651b-5256-8fd2-13e42c8cc6ff','review/65d4f92e-a7fa-509c-affe-c129f2c51482/skeptic',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"skeptic","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"1d0baf432ac52cea2bea641d465775efe02a656e55724fc2dedfe9c35751a917","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'6FC1CE2466A3ED4062B1EECF136E66CA6E96D5F62F379DAABF89707CCF1E71DD',X'DFC8F77076A8B196D82B05C1C5EDB39966C855E1438BE98FAE9DDA6E5FF7CE32');
INSERT INTO "event" VALUES(16,'23bb3748-f95e-5086-807a-91918115390a','review/65d4f92e-a7fa-509c-affe-c129f2c51482/founder',1,'ReviewPublished',1,'2026-04-20T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"approved_by":null,"choice":"ship","conflicts":null,"drafted_by":"person","evidence":[],"persona":"founder","previous":null,"reviewer":null,"score":80,"supersedes":null,"take":"f30fe6f733203cf9137786b3ad75a4df015b094e1139f09a6d5a3242ef77d224","tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","tried":false}','{"actor":"ed","software":"digest/0.1.0"}',X'E81AC291DCA0C3643A2C730A421B867E1D8F1DC12F35B3C1CBF32F92C2D25BB6',X'DFC8F77076A8B196D82B05C1C5EDB39966C855E1438BE98FAE9DDA6E5FF7CE32');
INSERT INTO "event" VALUES(17,'914f6409-ca96-564f-9f03-5151302f985c','subscriber/13d5ae33-8f1b-4230-a84f-b8d7992cbfa8',1,'SubscriptionRequested',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"13d5ae33-8f1b-4230-a84f-b8d7992cbfa8","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'83E1F171C8BA0CAACB3F70B3D93717CF509215A2A22B4130DD20342C2ABBD20B',X'4A62A15D033B17A318F11C1167FAB825EF0E95F1264AE7C952496953547962D2');
INSERT INTO "event" VALUES(18,'44e7a304-7cb0-5043-8ae8-4c85cc616b65','subscriber/13d5ae33-8f1b-4230-a84f-b8d7992cbfa8',2,'SubscriptionConfirmed',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"13d5ae33-8f1b-4230-a84f-b8d7992cbfa8","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'B58611A7685A17B6891C04BD687B8D5EF50F37A83FB411EDD901F29E72993C45',X'4A62A15D033B17A318F11C1167FAB825EF0E95F1264AE7C952496953547962D2');
INSERT INTO "event" VALUES(19,'9c2a5435-0f8c-5096-a176-20a6ff3dc3e5','subscriber/e594ecf3-e414-4f4f-af1c-04145607728d',1,'SubscriptionRequested',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"e594ecf3-e414-4f4f-af1c-04145607728d","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'8A643F1C63907F82E5119BF5DA32B3C7382C3440C04F0187B0B4CB07AD63D489',X'4A62A15D033B17A318F11C1167FAB825EF0E95F1264AE7C952496953547962D2');
INSERT INTO "event" VALUES(20,'a4958aeb-6fa7-51db-9359-5bd2fadcd5f3','subscriber/e594ecf3-e414-4f4f-af1c-04145607728d',2,'SubscriptionConfirmed',1,'2026-04-01T00:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"subscriber_id":"e594ecf3-e414-4f4f-af1c-04145607728d","via":"import"}','{"actor":"ed","software":"digest/0.1.0"}',X'F730FD69DE1303D0BFD7ABE160B7A522259C1A9533F8928CAE809F5869F3C733',X'4A62A15D033B17A318F11C1167FAB825EF0E95F1264AE7C952496953547962D2');
INSERT INTO "event" VALUES(21,'849f6a00-23c2-5eb3-bf64-8c777b4aba7b','issue/2026-W17',1,'ComparisonSelected',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"as_of_position":20,"overridden":[],"parts":{"coverage":1200,"freshness":1263,"shared jobs":4000,"tension":1556},"pinned":false,"policy_version":1,"relaxed":[],"runners_up":[],"score":8019,"tools":["b4733d0d-1303-5ef2-8adf-cd9c06b8042c","65d4f92e-a7fa-509c-affe-c129f2c51482"],"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'BFABB88A951F50AAB70C6A2A7D7ACA328E5F651ACC4AF50CB134470FB1D558A1',X'88D865220D7128357CC68A4A1718BD7AE4737430E4498B06041A2A7814FF17CD');
INSERT INTO "event" VALUES(22,'bf9ce0ca-ae6f-5bf7-b5d6-24b51c802b77','issue/2026-W17',2,'IssueFrozen',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"as_of_position":21,"claims":[{"entry":"Free","label":"Ship","ship":2,"ship_percent":67,"skip":1,"tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","votes_ship":0,"votes_skip":0},{"entry":"Free","label":"Ship","ship":3,"ship_percent":100,"skip":0,"tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","votes_ship":0,"votes_skip":0}],"head":"88d865220d7128357cc68a4a1718bd7ae4737430e4498b06041a2a7814ff17cd","html":["87b059d03911c34d86e181a3d323423b2eae5119c951b6d71af10c1cb952449e","bcb1b08336a0e13a2b0e69a9c9806a7cfb9d365672a5eece51804cdf8830cbf3","20c893d3e3e0451ae5b686706de233e97161b1c40b71d98efdb887b83c8fa973","c1061c6a4441628383ac8dca16ecfa31a9542b9fc6dc58572863dfa1880f151a","a7ee21a2e1d4d9ca2981be60d89d981b800c1c0d877810270300553ebfb369ac","a14edd68aead1e09dd3cf505ef5a7d57ba779cd287f822ffcf9bed04d2fad720","f3b3f84e8deda2f06889b7070c2012dd9db7fb45d9bbe2e99e2e19856fc1d13e","ba0ddfdcebae1f875031e4bee24dba1d002b31cf7e739d9022cc5f5f59dc542e","4bf6d59a31656f29cda16a8f4428ae87121d1e8d47c5951673f759349c9e41f2"],"html_bytes":64024,"html_slots":["vote-left-ship","vote-left-skip","bookmark-left","vote-right-ship","vote-right-skip","bookmark-right","preferences","unsubscribe"],"issue":"c0fd6b3bb7fb7378fafb0c024413ce0d63faa5567911f8b96192937eae1d3a64","issued_at":"2026-04-23T07:00:00Z","number":1,"policies":{"community":1,"pair":1,"panel":1},"shelf":[],"templates":"0460e68aa61a5958debfb7b915e0651ec7354431613d28446038403aa7736a21","text":["31272da89a478817c86c379c5748f1ae3d9f06fae9337b2fc816ae685089315a","a742f8f3529d90eb78c92e7acbd8e48b3126a7ed115bb394d14378b4b0e6d20d","3f53eed6a783c20dae04b387864e64a3c3372e4454f334f846bd594ba5c2a97a","97f65130254ffcfb055459c6d76d74e82ebaf8ef0ae3d28d9a1e450ba8906d98","a742f8f3529d90eb78c92e7acbd8e48b3126a7ed115bb394d14378b4b0e6d20d","3f53eed6a783c20dae04b387864e64a3c3372e4454f334f846bd594ba5c2a97a","a82f3cb15e3f479dc66b179c3c541381e3d128f8a6ee2ad0292fa69a16129161","7af251f82ae9e7c61ba94c8308a8ea68fa11551bd5ef3d63e126b2aa1fbf4fbe","8bbc17c9a23ad2bb7fb83b7ed5d92eeed27b770ebe223690b631ef8540711b16"],"text_slots":["vote-left-ship","vote-left-skip","bookmark-left","vote-right-ship","vote-right-skip","bookmark-right","preferences","unsubscribe"],"title":"Alpha vs Beta: Which AI Tool Should You Ship? — Ship or Skip","tools":["b4733d0d-1303-5ef2-8adf-cd9c06b8042c","65d4f92e-a7fa-509c-affe-c129f2c51482"],"week":"2026-W17","words":313}','{"actor":"ed","software":"digest/0.1.0"}',X'67D374084E36E90CC437080308EC5EC8C6D91AFC1136E9245EFA2088F5BAA958',X'DDC5336CDC437167497940CF9E14B37DA5D9F2C820CD58F8DB48C0F6A06A09D4');
INSERT INTO "event" VALUES(23,'22efaefd-0f45-5588-8cce-daddce89e298','issue/2026-W17',3,'IssueApproved',2,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"issue":"c0fd6b3bb7fb7378fafb0c024413ce0d63faa5567911f8b96192937eae1d3a64","note":null,"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'5E0C0582A8D9B2CF40B9C7D193FE8C06411D91925CE66EBBFB8CCFEA86C8569B',X'C1D4147974D944B0964BA5E37548A940AA6A7478F70220492EBD694241234DF1');
INSERT INTO "event" VALUES(24,'23ce70bc-e434-5bfb-a135-2200b7419e8b','issue/2026-W17',4,'DeliveryStarted',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"audience_position":23,"issue":"c0fd6b3bb7fb7378fafb0c024413ce0d63faa5567911f8b96192937eae1d3a64","recipients":2,"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'8AD9B53424A6C69D8615C71E41A37A6EA154D778ADA78B3D9126CB426A46CD9C',X'4E556F3EC5667A9A6151289AE153BA7D0BF0A78540DB332C2A514971EFF7766B');
INSERT INTO "event" VALUES(25,'b3748b3f-0dbb-5bae-9bb8-cbdfa827b3a1','issue/2026-W17',5,'DeliveryCompleted',1,'2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','{"accepted":2,"cancelled":0,"issue":"c0fd6b3bb7fb7378fafb0c024413ce0d63faa5567911f8b96192937eae1d3a64","rejected":0,"root":"2bbb367ce852d4b3be7d735184f432a8dce5df9de3aaa9023541818304096a1b","skipped":0,"uncertain":0,"week":"2026-W17"}','{"actor":"ed","software":"digest/0.1.0"}',X'D2FCB21BC4CA1DDBCC9C66A2EF47E1670ADE4B4D463F681FAB7425B70E845A2A',X'5090C7A6323B2D1E4EDFE3949C49C42484FD12D654C851577DD1274F5A37B0E4');
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
CREATE TABLE given_answer (
        token_name VARCHAR NOT NULL,
        idempotency_key VARCHAR NOT NULL,
        request_hash VARCHAR(64) NOT NULL,
        answer TEXT NOT NULL,
        given_at VARCHAR(27) NOT NULL,
        PRIMARY KEY (token_name, idempotency_key)
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
	note VARCHAR(64), 
	reason TEXT, 
	recipients INTEGER, 
	accepted INTEGER, 
	PRIMARY KEY (week)
)
 WITHOUT ROWID

;
INSERT INTO "issue__1" VALUES('2026-W17','delivered',1,'b4733d0d-1303-5ef2-8adf-cd9c06b8042c','65d4f92e-a7fa-509c-affe-c129f2c51482',0,'Alpha vs Beta: Which AI Tool Should You Ship? — Ship or Skip',21,'88d865220d7128357cc68a4a1718bd7ae4737430e4498b06041a2a7814ff17cd','2026-04-23T07:00:00.000000Z','c0fd6b3bb7fb7378fafb0c024413ce0d63faa5567911f8b96192937eae1d3a64','["87b059d03911c34d86e181a3d323423b2eae5119c951b6d71af10c1cb952449e","bcb1b08336a0e13a2b0e69a9c9806a7cfb9d365672a5eece51804cdf8830cbf3","20c893d3e3e0451ae5b686706de233e97161b1c40b71d98efdb887b83c8fa973","c1061c6a4441628383ac8dca16ecfa31a9542b9fc6dc58572863dfa1880f151a","a7ee21a2e1d4d9ca2981be60d89d981b800c1c0d877810270300553ebfb369ac","a14edd68aead1e09dd3cf505ef5a7d57ba779cd287f822ffcf9bed04d2fad720","f3b3f84e8deda2f06889b7070c2012dd9db7fb45d9bbe2e99e2e19856fc1d13e","ba0ddfdcebae1f875031e4bee24dba1d002b31cf7e739d9022cc5f5f59dc542e","4bf6d59a31656f29cda16a8f4428ae87121d1e8d47c5951673f759349c9e41f2"]','["vote-left-ship","vote-left-skip","bookmark-left","vote-right-ship","vote-right-skip","bookmark-right","preferences","unsubscribe"]','["31272da89a478817c86c379c5748f1ae3d9f06fae9337b2fc816ae685089315a","a742f8f3529d90eb78c92e7acbd8e48b3126a7ed115bb394d14378b4b0e6d20d","3f53eed6a783c20dae04b387864e64a3c3372e4454f334f846bd594ba5c2a97a","97f65130254ffcfb055459c6d76d74e82ebaf8ef0ae3d28d9a1e450ba8906d98","a742f8f3529d90eb78c92e7acbd8e48b3126a7ed115bb394d14378b4b0e6d20d","3f53eed6a783c20dae04b387864e64a3c3372e4454f334f846bd594ba5c2a97a","a82f3cb15e3f479dc66b179c3c541381e3d128f8a6ee2ad0292fa69a16129161","7af251f82ae9e7c61ba94c8308a8ea68fa11551bd5ef3d63e126b2aa1fbf4fbe","8bbc17c9a23ad2bb7fb83b7ed5d92eeed27b770ebe223690b631ef8540711b16"]','["vote-left-ship","vote-left-skip","bookmark-left","vote-right-ship","vote-right-skip","bookmark-right","preferences","unsubscribe"]','[{"entry":"Free","label":"Ship","ship":2,"ship_percent":67,"skip":1,"tool_id":"b4733d0d-1303-5ef2-8adf-cd9c06b8042c","votes_ship":0,"votes_skip":0},{"entry":"Free","label":"Ship","ship":3,"ship_percent":100,"skip":0,"tool_id":"65d4f92e-a7fa-509c-affe-c129f2c51482","votes_ship":0,"votes_skip":0}]','[]',64024,313,'ed',NULL,NULL,2,2);
CREATE TABLE item__1 (
	source VARCHAR NOT NULL, 
	native_id VARCHAR NOT NULL, 
	event_id VARCHAR(36) NOT NULL, 
	facts VARCHAR(64) NOT NULL, 
	tool_id VARCHAR(36), 
	PRIMARY KEY (source, native_id)
)
 WITHOUT ROWID

;
CREATE TABLE letter (
        letter_id VARCHAR(36) NOT NULL PRIMARY KEY,
        subscriber_id VARCHAR(36) NOT NULL,
        kind VARCHAR NOT NULL,
        created_at VARCHAR(27) NOT NULL,
        message_id VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        claimed_at VARCHAR(27),
        sha256 VARCHAR(64),
        detail TEXT,
        attempts INTEGER NOT NULL,
        next_try_at VARCHAR(27) NOT NULL
    );
CREATE TABLE log_head (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL,
        chain_hash BLOB NOT NULL
    );
INSERT INTO "log_head" VALUES(1,25,X'5090C7A6323B2D1E4EDFE3949C49C42484FD12D654C851577DD1274F5A37B0E4');
CREATE TABLE metric__1 (
	source VARCHAR NOT NULL, 
	native_id VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	event_id VARCHAR(36) NOT NULL, 
	PRIMARY KEY (source, native_id, metric)
)
 WITHOUT ROWID

;
CREATE TABLE observed__1 (
	event_id VARCHAR(36) NOT NULL, 
	source VARCHAR NOT NULL, 
	native_id VARCHAR NOT NULL, 
	PRIMARY KEY (event_id)
)
 WITHOUT ROWID

;
CREATE TABLE outbox (
        issue VARCHAR(8) NOT NULL,
        subscriber_id VARCHAR(36) NOT NULL,
        state VARCHAR NOT NULL,
        worker VARCHAR,
        claimed_at VARCHAR(27),
        settled_at VARCHAR(27),
        detail TEXT,
        message_id VARCHAR NOT NULL,
        sha256 VARCHAR(64), attempts INTEGER NOT NULL DEFAULT 0, first_try_at VARCHAR(27), next_try_at VARCHAR(27) NOT NULL DEFAULT '',
        PRIMARY KEY (issue, subscriber_id)
    );
INSERT INTO "outbox" VALUES('2026-W17','13d5ae33-8f1b-4230-a84f-b8d7992cbfa8','accepted','vm:15560','2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','rb532lboxnnd44jrazkevzcmta7vngni.eml','<rb532lboxnnd44jrazkevzcmta7vngni@shiporskip.example>','1f12167f8cdda42c1cf185473ab9ed7175f6a5dced960c4bf11a679db07397ea',0,NULL,'');
INSERT INTO "outbox" VALUES('2026-W17','e594ecf3-e414-4f4f-af1c-04145607728d','accepted','vm:15560','2026-04-23T07:00:00.000000Z','2026-04-23T07:00:00.000000Z','k6swlh7ldde7jkwkpeipzoy65e5mmcas.eml','<k6swlh7ldde7jkwkpeipzoy65e5mmcas@shiporskip.example>','38639be2e8911e24707a9471a23422285a76581c2cad12386231ba093b35c24e',0,NULL,'');
CREATE TABLE panel_policy__1 (
	version INTEGER NOT NULL, 
	quorum INTEGER NOT NULL, 
	ship_numerator INTEGER NOT NULL, 
	ship_denominator INTEGER NOT NULL, 
	PRIMARY KEY (version)
)
 WITHOUT ROWID

;
INSERT INTO "panel_policy__1" VALUES(1,3,2,3);
CREATE TABLE persona__1 (
	persona VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	question TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (persona)
)
 WITHOUT ROWID

;
INSERT INTO "persona__1" VALUES('builder','Builder','Would I build on it?',1);
INSERT INTO "persona__1" VALUES('creator','Creator','Does it help me make things?',5);
INSERT INTO "persona__1" VALUES('founder','Founder','Is there a business?',4);
INSERT INTO "persona__1" VALUES('futurist','Futurist','Where does this lead?',3);
INSERT INTO "persona__1" VALUES('skeptic','Skeptic','What breaks first?',2);
CREATE TABLE pin__1 (
	week VARCHAR(8) NOT NULL, 
	tool_a VARCHAR(36) NOT NULL, 
	tool_b VARCHAR(36) NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (week)
)
 WITHOUT ROWID

;
CREATE TABLE projection (
        name VARCHAR NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        position INTEGER NOT NULL
    );
INSERT INTO "projection" VALUES('tools',4,1,25);
INSERT INTO "projection" VALUES('takes',2,1,25);
INSERT INTO "projection" VALUES('tallies',2,1,25);
INSERT INTO "projection" VALUES('issues',6,1,25);
INSERT INTO "projection" VALUES('subscribers',3,1,25);
CREATE TABLE sign_up (
        request_id VARCHAR(36) NOT NULL PRIMARY KEY,
        address VARCHAR NOT NULL,
        name VARCHAR,
        requested_at VARCHAR(27) NOT NULL,
        consent_source VARCHAR NOT NULL,
        consent_text TEXT NOT NULL
    );
CREATE TABLE subscriber__1 (
	subscriber_id VARCHAR(36) NOT NULL, 
	status VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	frequency VARCHAR NOT NULL, 
	format VARCHAR NOT NULL, 
	paused BOOLEAN NOT NULL, 
	PRIMARY KEY (subscriber_id)
)
 WITHOUT ROWID

;
INSERT INTO "subscriber__1" VALUES('13d5ae33-8f1b-4230-a84f-b8d7992cbfa8','confirmed',18,'weekly','html',0);
INSERT INTO "subscriber__1" VALUES('e594ecf3-e414-4f4f-af1c-04145607728d','confirmed',20,'weekly','html',0);
CREATE TABLE subscriber_vault (
        subscriber_id VARCHAR(36) NOT NULL PRIMARY KEY,
        address VARCHAR NOT NULL UNIQUE,
        name VARCHAR,
        confirmed_at VARCHAR(27),
        consent_source VARCHAR,
        consent_text TEXT
    , folded VARCHAR, pending_address VARCHAR);
INSERT INTO "subscriber_vault" VALUES('13d5ae33-8f1b-4230-a84f-b8d7992cbfa8','reader-0@example.org','Reader 0','2026-04-01T00:00:00.000000Z','form','Yes','reader-0@example.org',NULL);
INSERT INTO "subscriber_vault" VALUES('e594ecf3-e414-4f4f-af1c-04145607728d','reader-1@example.org','Reader 1','2026-04-01T00:00:00.000000Z','form','Yes','reader-1@example.org',NULL);
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
)
 WITHOUT ROWID

;
INSERT INTO "take__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','builder','ship',80,'425edafd17908710d197f2acb5c9950ed31f1bd300ace1ada584c0f81bfc39ab','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','e3ca3fe1-845c-5d5b-82a3-782440323378',14);
INSERT INTO "take__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','founder','ship',80,'f30fe6f733203cf9137786b3ad75a4df015b094e1139f09a6d5a3242ef77d224','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','23bb3748-f95e-5086-807a-91918115390a',16);
INSERT INTO "take__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','skeptic','ship',80,'1d0baf432ac52cea2bea641d465775efe02a656e55724fc2dedfe9c35751a917','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','36913d82-651b-5256-8fd2-13e42c8cc6ff',15);
INSERT INTO "take__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','builder','ship',80,'5441d45085d227503942ba053e9ab315f27847c475e26d330ccbf3dae3c8e62b','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','2567e27b-1e24-5d69-a7d9-ab02213206bc',11);
INSERT INTO "take__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','founder','ship',80,'2089b87fb6c676e7eda32aeb07b0516393d58a815eaf3c7848d898cfc0316802','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','83abf6e3-5b23-51db-9aff-5f3c3c84cfb8',13);
INSERT INTO "take__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','skeptic','skip',40,'2519c3a44664c133c5e706c0152065fd167fd0e0da379683aa1971b86b790418','person',NULL,NULL,0,NULL,'[]','2026-04-20T00:00:00.000000Z','eb3d565c-4d8f-5d49-9357-362f49009794',12);
CREATE TABLE tally__1 (
	tool_id VARCHAR(36) NOT NULL, 
	ship INTEGER NOT NULL, 
	skip INTEGER NOT NULL, 
	merged_into VARCHAR(36), 
	PRIMARY KEY (tool_id)
)
 WITHOUT ROWID

;
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
)
 WITHOUT ROWID

;
INSERT INTO "tool__1" VALUES('65d4f92e-a7fa-509c-affe-c129f2c51482','beta','Beta','What beta is for',NULL,'Developer Tools','["agents"]',NULL,'https://beta.example/','2026-04-14T00:00:00.000000Z',NULL,'import','import',1,NULL,'Free / Open Source (MIT)',NULL,'https://beta.example/license','2026-04-20T00:00:00.000000Z','a7fd9d37-a4f8-5845-8174-ce92ef8971b1',0);
INSERT INTO "tool__1" VALUES('b4733d0d-1303-5ef2-8adf-cd9c06b8042c','alpha','Alpha','What alpha is for',NULL,'Developer Tools','["agents"]',NULL,'https://alpha.example/','2026-04-14T00:00:00.000000Z',NULL,'import','import',1,NULL,'Free / Open Source (MIT)',NULL,'https://alpha.example/license','2026-04-20T00:00:00.000000Z','e9f12cd9-c471-5c58-97f1-db49cde1071c',0);
CREATE TABLE tool_key__1 (
	"key" VARCHAR NOT NULL, 
	tool_id VARCHAR(36) NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "tool_key__1" VALUES('item:import/alpha','b4733d0d-1303-5ef2-8adf-cd9c06b8042c');
INSERT INTO "tool_key__1" VALUES('item:import/beta','65d4f92e-a7fa-509c-affe-c129f2c51482');
CREATE TABLE tool_slug__1 (
	slug VARCHAR NOT NULL, 
	tool_id VARCHAR(36) NOT NULL, 
	PRIMARY KEY (slug)
)
 WITHOUT ROWID

;
INSERT INTO "tool_slug__1" VALUES('alpha','b4733d0d-1303-5ef2-8adf-cd9c06b8042c');
INSERT INTO "tool_slug__1" VALUES('beta','65d4f92e-a7fa-509c-affe-c129f2c51482');
CREATE INDEX ix_fetch_url ON "fetch" (url, id);
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
CREATE INDEX ix_outbox_state ON outbox (issue, state, next_try_at, subscriber_id);
CREATE INDEX ix_letter_state ON letter (state, next_try_at);
CREATE INDEX ix_letter_subscriber ON letter (subscriber_id, created_at);
CREATE UNIQUE INDEX ix_subscriber_vault_folded ON subscriber_vault (folded);
COMMIT;
