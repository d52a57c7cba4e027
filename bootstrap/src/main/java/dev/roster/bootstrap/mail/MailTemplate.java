package dev.roster.bootstrap.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A compiled mail template, validated when it is created. Thread-safe. */
final class MailTemplate {

    /** Appears unchanged in the output only if a template turns off escaping. */
    private static final String SAMPLE_MARKUP = "<roster-markup>";

    private final Template template;

    private MailTemplate(Template template) {
        this.template = template;
    }

    /**
     * Compiles a subject. It must not contain the link, because subjects are visible in notifications and lists.
     *
     * @throws IllegalArgumentException if the template is invalid; the message names the file
     */
    static MailTemplate ofSubject(Mustache.Compiler compiler, String file, String source, MailKind kind) {
        Set<String> allowed = new HashSet<>(kind.variables());
        allowed.remove("link");
        MailTemplate subject = compile(compiler, file, source, allowed, Set.of());
        String line = subject.renderSample(file, allowed).strip();
        if (line.isEmpty() || !HeaderText.oneLine(line).equals(line)) {
            throw invalidTemplate(file, "must be one line of text");
        }
        return subject;
    }

    /**
     * Compiles a body. It must use all required variables of its kind.
     *
     * @throws IllegalArgumentException if the template is invalid; the message names the file
     */
    static MailTemplate ofBody(Mustache.Compiler compiler, String file, String source, MailKind kind) {
        MailTemplate body = compile(compiler, file, source, kind.variables(), kind.requiredVariables());
        boolean escaped = !compiler.escaper.escape(SAMPLE_MARKUP).equals(SAMPLE_MARKUP);
        if (body.renderSample(file, kind.variables()).contains(SAMPLE_MARKUP) && escaped) {
            throw invalidTemplate(file, "must not turn off the escaping of values, as {{{name}}} and {{&name}} do");
        }
        return body;
    }

    String render(Map<String, String> values) {
        return template.execute(values);
    }

    private static MailTemplate compile(
            Mustache.Compiler compiler, String file, String source, Set<String> allowed, Set<String> needed) {
        try {
            Template template = compiler.compile(source);
            VariableCollector mentioned = new VariableCollector(file, allowed);
            template.visit(mentioned);
            for (String variable : needed) {
                if (!mentioned.variables.contains(variable)) {
                    throw invalidTemplate(file, "must use {{" + variable + "}}");
                }
            }
            return new MailTemplate(template);
        } catch (MustacheException broken) {
            throw invalidTemplate(
                    file,
                    "is not a valid Mustache template: " + HeaderText.oneLine(String.valueOf(broken.getMessage())));
        }
    }

    private String renderSample(String file, Set<String> variables) {
        Map<String, String> values = new HashMap<>();
        variables.forEach(variable -> values.put(variable, SAMPLE_MARKUP));
        try {
            return render(values);
        } catch (MustacheException broken) {
            throw invalidTemplate(
                    file, "cannot be rendered: " + HeaderText.oneLine(String.valueOf(broken.getMessage())));
        }
    }

    private static IllegalArgumentException invalidTemplate(String file, String what) {
        return new IllegalArgumentException("the mail template " + file + " " + what);
    }

    /** Collects the variables of a template and rejects unknown variables and includes. */
    private static final class VariableCollector implements Mustache.Visitor {

        private final String file;
        private final Set<String> allowed;
        private final Set<String> variables = new HashSet<>();

        VariableCollector(String file, Set<String> allowed) {
            this.file = file;
            this.allowed = allowed;
        }

        @Override
        public void visitText(String text) {
            // Any text is valid.
        }

        @Override
        public void visitVariable(String name) {
            requireAllowed(name);
            variables.add(name);
        }

        @Override
        public boolean visitInclude(String name) {
            throw invalidTemplate(file, "must not include another template");
        }

        @Override
        public boolean visitParent(String name) {
            return visitInclude(name);
        }

        @Override
        public boolean visitSection(String name) {
            requireAllowed(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            requireAllowed(name);
            return true;
        }

        private void requireAllowed(String name) {
            if (!allowed.contains(name)) {
                throw invalidTemplate(
                        file,
                        "uses {{" + HeaderText.oneLine(name) + "}}; it may use only "
                                + String.join(", ", allowed.stream().sorted().toList()));
            }
        }
    }
}
