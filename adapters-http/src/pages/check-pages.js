"use strict";
// Opens each page in Chromium, checks it with axe-core and takes a screenshot. Started by check-pages.sh.

const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [base, mails, screenshots, browserPath] = process.argv.slice(2);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = { desktop: { width: 1200, height: 800 }, phone: { width: 320, height: 640 } };
const problems = [];
let checks = 0;

async function post(target, body) {
    const response = await fetch(base + target, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
    });
    if (!response.ok) {
        throw new Error(target + " returned " + response.status + ": " + (await response.text()));
    }
}

/** Waits for the mail to the address with a link to the page, and returns the token of the link. */
async function mailedToken(email, page) {
    for (let attempt = 0; attempt < 300; attempt++) {
        for (const file of fs.readdirSync(mails).filter((name) => name.endsWith(".eml"))) {
            const mail = fs.readFileSync(path.join(mails, file), "utf8").replace(/=\r?\n/g, "");
            const token = new RegExp(page + "\\?token=(?:3D)?([\\w-]+)").exec(mail.replace(/=3D/g, "="));
            if (mail.includes(email) && token) {
                return token[1];
            }
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("no mail to " + email + " with a link to " + page);
}

async function newUser(name) {
    const email = name + "@example.com";
    await post("/auth/register", { email, password: "12345678", name: "Ann Example" });
    await post("/auth/password-reset", { email });
    return { verify: await mailedToken(email, "verify-email"), reset: await mailedToken(email, "reset-password") };
}

async function check(tab, name) {
    checks++;
    await tab.evaluate(axe);
    const found = await tab.evaluate((tags) => window.axe.run({ runOnly: tags }), RULES);
    for (const violation of found.violations) {
        problems.push(`${name}: ${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(" ")}`);
    }
    const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) {
        problems.push(`${name}: scrolls horizontally by ${overflow} pixels`);
    }
    await tab.screenshot({ path: path.join(screenshots, name + ".png"), fullPage: true });
}

async function expectEqual(name, actual, expected) {
    if ((await actual) !== expected) {
        problems.push(`${name}: expected ${expected}, but was ${await actual}`);
    }
}

async function visit(browser, scheme, sizeName) {
    const context = await browser.newContext({ viewport: SIZES[sizeName], colorScheme: scheme });
    const tab = await context.newPage();
    const prefix = scheme + "-" + sizeName + "-";
    tab.on("console", (message) => {
        // The status of the page itself is expected; that of a file that it loads is not.
        if (message.type() === "error" && message.location().url !== tab.url()) {
            problems.push(`${prefix}: ${tab.url()}: ${message.text()}`);
        }
    });
    tab.on("pageerror", (error) => problems.push(`${prefix}: ${tab.url()}: ${error}`));
    tab.on("request", (request) => {
        if (!request.url().startsWith(base)) {
            problems.push(`${prefix}: request to ${request.url()}`);
        }
    });
    const user = await newUser(prefix + "ann");
    const open = async (target, name) => {
        await tab.goto(base + target);
        await check(tab, prefix + name);
    };
    const submit = async (button, name) => {
        await Promise.all([tab.waitForNavigation(), tab.getByRole("button", { name: button, exact: true }).click()]);
        await check(tab, prefix + name);
    };

    await open("/", "start");
    await open("/nothing/here", "not-found");
    await open("/verify-email", "incomplete");
    await open("/verify-email?token=expired", "verify-expired");
    await tab.getByLabel("Email address").fill("ann");
    await submit("Send another email", "verify-expired-fault");
    await tab.getByLabel("Email address").fill(prefix + "ann@example.com");
    await submit("Send another email", "another-sent");
    await open("/reset-password?token=expired", "reset-expired");

    await open("/reset-password?token=" + user.reset, "reset");
    const password = tab.getByLabel("New password");
    await expectEqual("focus", password.evaluate((input) => input === document.activeElement), true);
    await password.fill("short");
    await tab.getByRole("button", { name: "Show password" }).click();
    await expectEqual("shown password", password.getAttribute("type"), "text");
    await check(tab, prefix + "reset-shown");
    await tab.getByRole("button", { name: "Hide password" }).click();
    await expectEqual("hidden password", password.getAttribute("type"), "password");
    await submit("Set password", "reset-fault");
    await password.fill("correct horse battery");
    await submit("Set password", "reset-done");

    await newUser(prefix + "bob").then((bob) => open("/verify-email?token=" + bob.verify, "verify"));
    await submit("Confirm", "verified");
    await context.close();
}

(async () => {
    const browser = await chromium.launch({
        executablePath: browserPath,
        args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    try {
        for (const scheme of ["light", "dark"]) {
            for (const size of Object.keys(SIZES)) {
                await visit(browser, scheme, size);
            }
        }
    } finally {
        await browser.close();
    }
    problems.forEach((problem) => console.error(problem));
    console.log(`${checks} pages checked with axe, ${problems.length} problems; screenshots in ${screenshots}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
})();
