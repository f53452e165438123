// Made by `npm run build` from the .mjml files beside it, with mjml 5.4.1: do not edit.
// biome-ignore-all format: each mail is one template
import { type Html, html } from '../html.ts';
import { address, linkless } from '../mail-parts.ts';

interface AskWords {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly approve: string;
  readonly deny: string;
  readonly how: string;
  readonly link: string;
  readonly notes: readonly string[];
}

export function askHtml(mail: AskWords): Html {
  return html`<!doctype html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>${linkless(mail.subject)}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
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
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.words div, .soft div { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
.page, .page > div { background-color: #1b2120 !important; }
.sheet, .sheet > table { background-color: #101413 !important; background: #101413 !important; }
.words div, .words h1, .words h2 { color: #f1f3f2 !important; }
.soft div { color: #b4bdbb !important; }
.words a, .soft a { color: #8cc8f2 !important; }
.act td, .act a { background: #8fd3c8 !important; background-color: #8fd3c8 !important; color: #101413 !important; }
.stop td, .stop a { background: #ff9f8f !important; background-color: #ff9f8f !important; color: #101413 !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
</head>
<body  class="page" style="word-spacing:normal;background-color:#eef2f1;">
<div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">${linkless(mail.preheader)}</div>
<div
aria-label="${mail.subject}" aria-roledescription="email" role="article" lang="en" dir="ltr" style="word-spacing:normal;background-color:#eef2f1;"
>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><h1 style="margin:8px 0 0;font-size:22px;line-height:28px;">${linkless(mail.title)}</h1></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
>${mail.lines.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><ol style="margin:0;padding:0 0 0 26px;">${mail.facts.map((one) => html`<li style="margin:0 0 8px;"><strong>${linkless(one.label)}:</strong> ${linkless(one.words)}</li>`)}</ol></div>
</td>
</tr>
<tr>
<td
align="left" class="act" style="font-size:0px;padding:6px 20px;word-break:break-word;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;"
>
<tbody>
<tr>
<td
align="center" bgcolor="#0b5f56" role="presentation" style="border:none;border-radius:0;cursor:auto;mso-padding-alt:12px 20px;background:#0b5f56;" valign="middle"
>
<a
href="${address(mail.approve)}" style="display:inline-block;background:#0b5f56;color:#ffffff;font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:17px;font-weight:700;line-height:24px;margin:0;text-decoration:none;text-transform:none;padding:12px 20px;mso-padding-alt:0px;border-radius:0;" target="_blank"
>
Review and approve
</a>
</td>
</tr>
</tbody>
</table>
</td>
</tr>
<tr>
<td
align="left" class="stop" style="font-size:0px;padding:6px 20px;word-break:break-word;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;"
>
<tbody>
<tr>
<td
align="center" bgcolor="#a4261b" role="presentation" style="border:none;border-radius:0;cursor:auto;mso-padding-alt:12px 20px;background:#a4261b;" valign="middle"
>
<a
href="${address(mail.deny)}" style="display:inline-block;background:#a4261b;color:#ffffff;font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:17px;font-weight:700;line-height:24px;margin:0;text-decoration:none;text-transform:none;padding:12px 20px;mso-padding-alt:0px;border-radius:0;" target="_blank"
>
Review and deny
</a>
</td>
</tr>
</tbody>
</table>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><p style="margin:0 0 10px;">${linkless(mail.how)}</p>
<p style="margin:0;">If they do not work, copy this one:<br><span style="word-break:break-all;">${address(mail.link)}</span></p></div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="soft" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:14px;line-height:20px;text-align:left;color:#4b5553;"
>${mail.notes.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</div>
</body>
</html>
`;
}

interface InvitationWords {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly linkSays: string;
  readonly link: string;
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

export function invitationHtml(mail: InvitationWords): Html {
  return html`<!doctype html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>${linkless(mail.subject)}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
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
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.words div, .soft div { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
.page, .page > div { background-color: #1b2120 !important; }
.sheet, .sheet > table { background-color: #101413 !important; background: #101413 !important; }
.words div, .words h1, .words h2 { color: #f1f3f2 !important; }
.soft div { color: #b4bdbb !important; }
.words a, .soft a { color: #8cc8f2 !important; }
.act td, .act a { background: #8fd3c8 !important; background-color: #8fd3c8 !important; color: #101413 !important; }
.stop td, .stop a { background: #ff9f8f !important; background-color: #ff9f8f !important; color: #101413 !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
</head>
<body  class="page" style="word-spacing:normal;background-color:#eef2f1;">
<div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">${linkless(mail.preheader)}</div>
<div
aria-label="${mail.subject}" aria-roledescription="email" role="article" lang="en" dir="ltr" style="word-spacing:normal;background-color:#eef2f1;"
>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><h1 style="margin:8px 0 0;font-size:22px;line-height:28px;">${linkless(mail.title)}</h1></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><ol style="margin:0;padding:0 0 0 26px;">${mail.facts.map((one) => html`<li style="margin:0 0 8px;"><strong>${linkless(one.label)}:</strong> ${linkless(one.words)}</li>`)}</ol></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><p style="margin:0 0 10px;">${linkless(mail.linkSays)}<br><a href="${address(mail.link)}" style="color:#0a558c;word-break:break-all;">${address(mail.link)}</a></p></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
>${mail.lines.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="soft" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:14px;line-height:20px;text-align:left;color:#4b5553;"
>${mail.notes.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</div>
</body>
</html>
`;
}

interface OutcomeWords {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly linkSays: string;
  readonly link: string;
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly notes: readonly string[];
}

export function outcomeHtml(mail: OutcomeWords): Html {
  return html`<!doctype html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>${linkless(mail.subject)}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
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
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.words div, .soft div { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
.page, .page > div { background-color: #1b2120 !important; }
.sheet, .sheet > table { background-color: #101413 !important; background: #101413 !important; }
.words div, .words h1, .words h2 { color: #f1f3f2 !important; }
.soft div { color: #b4bdbb !important; }
.words a, .soft a { color: #8cc8f2 !important; }
.act td, .act a { background: #8fd3c8 !important; background-color: #8fd3c8 !important; color: #101413 !important; }
.stop td, .stop a { background: #ff9f8f !important; background-color: #ff9f8f !important; color: #101413 !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
</head>
<body  class="page" style="word-spacing:normal;background-color:#eef2f1;">
<div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">${linkless(mail.preheader)}</div>
<div
aria-label="${mail.subject}" aria-roledescription="email" role="article" lang="en" dir="ltr" style="word-spacing:normal;background-color:#eef2f1;"
>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><h1 style="margin:8px 0 0;font-size:22px;line-height:28px;">${linkless(mail.title)}</h1></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
>${mail.lines.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><p style="margin:0 0 10px;">${linkless(mail.linkSays)}<br><a href="${address(mail.link)}" style="color:#0a558c;word-break:break-all;">${address(mail.link)}</a></p></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><h2 style="margin:0;font-size:18px;line-height:24px;">What was asked</h2></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><ol style="margin:0;padding:0 0 0 26px;">${mail.facts.map((one) => html`<li style="margin:0 0 8px;"><strong>${linkless(one.label)}:</strong> ${linkless(one.words)}</li>`)}</ol></div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="soft" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:14px;line-height:20px;text-align:left;color:#4b5553;"
>${mail.notes.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</div>
</body>
</html>
`;
}

interface ProposalWords {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly lines: readonly string[];
  readonly linkSays: string;
  readonly link: string;
  readonly notes: readonly string[];
}

export function proposalHtml(mail: ProposalWords): Html {
  return html`<!doctype html>
<html lang="en" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>${linkless(mail.subject)}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
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
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.words div, .soft div { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
.page, .page > div { background-color: #1b2120 !important; }
.sheet, .sheet > table { background-color: #101413 !important; background: #101413 !important; }
.words div, .words h1, .words h2 { color: #f1f3f2 !important; }
.soft div { color: #b4bdbb !important; }
.words a, .soft a { color: #8cc8f2 !important; }
.act td, .act a { background: #8fd3c8 !important; background-color: #8fd3c8 !important; color: #101413 !important; }
.stop td, .stop a { background: #ff9f8f !important; background-color: #ff9f8f !important; color: #101413 !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
</head>
<body  class="page" style="word-spacing:normal;background-color:#eef2f1;">
<div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">${linkless(mail.preheader)}</div>
<div
aria-label="${mail.subject}" aria-roledescription="email" role="article" lang="en" dir="ltr" style="word-spacing:normal;background-color:#eef2f1;"
>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><h1 style="margin:8px 0 0;font-size:22px;line-height:28px;">${linkless(mail.title)}</h1></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><ol style="margin:0;padding:0 0 0 26px;">${mail.facts.map((one) => html`<li style="margin:0 0 8px;"><strong>${linkless(one.label)}:</strong> ${linkless(one.words)}</li>`)}</ol></div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
>${mail.lines.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
<tr>
<td
align="left" class="words" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#101413;"
><p style="margin:0 0 10px;">${linkless(mail.linkSays)}<br><a href="${address(mail.link)}" style="color:#0a558c;word-break:break-all;">${address(mail.link)}</a></p></div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="sheet-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="sheet" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:8px 0;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:600px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%"
>
<tbody>
<tr>
<td
align="left" class="soft" style="font-size:0px;padding:8px 20px;word-break:break-word;"
>
<div
style="font-family:system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;font-size:14px;line-height:20px;text-align:left;color:#4b5553;"
>${mail.notes.map((one) => html`<p style="margin:0 0 10px;">${linkless(one)}</p>`)}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</div>
</body>
</html>
`;
}
