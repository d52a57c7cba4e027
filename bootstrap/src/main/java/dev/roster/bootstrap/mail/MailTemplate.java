package dev.roster.bootstrap.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One template, found to be of use when it was made. Thread-safe. */
final class MailTemplate {

    /** Only a template that leaves out the escaping shows it as it is. */
    private static final String MARKUP = "<roster-markup>";

    private final Template template;

    private MailTemplate(Template template) {
        this.template = template;
    }

    /**
     * A subject, which is read by anybody who sees the screen, and so holds no secret.
     *
     * @throws IllegalArgumentException if it is no good; its message names the file
     */
    static MailTemplate ofSubject(Mustache.Compiler compiler, String file, String source, MailKind kind) {
        Set<String> allowed = new HashSet<>(kind.variables());
        allowed.remove("link");
        MailTemplate subject = compiled(compiler, file, source, allowed, Set.of());
        String line = subject.tried(file, allowed).strip();
        if (line.isEmpty() || !HeaderText.oneLine(line).equals(line)) {
            throw fault(file, "must be one line of text");
        }
        return subject;
    }

    /**
     * A body, which mentions what its mail is for.
     *
     * @throws IllegalArgumentException if it is no good; its message names the file
     */
    static MailTemplate ofBody(Mustache.Compiler compiler, String file, String source, MailKind kind) {
        MailTemplate body = compiled(compiler, file, source, kind.variables(), kind.needed());
        boolean escaped = !compiler.escaper.escape(MARKUP).equals(MARKUP);
        if (body.tried(file, kind.variables()).contains(MARKUP) && escaped) {
            throw fault(file, "must not turn off the escaping of values, as {{{name}}} and {{&name}} do");
        }
        return body;
    }

    String render(Map<String, String> values) {
        return template.execute(values);
    }

    private static MailTemplate compiled(
            Mustache.Compiler compiler, String file, String source, Set<String> allowed, Set<String> needed) {
        try {
            Template template = compiler.compile(source);
            Mentioned mentioned = new Mentioned(file, allowed);
            template.visit(mentioned);
            for (String variable : needed) {
                if (!mentioned.variables.contains(variable)) {
                    throw fault(file, "must mention {{" + variable + "}}");
                }
            }
            return new MailTemplate(template);
        } catch (MustacheException broken) {
            throw fault(file, "is no Mustache template: " + HeaderText.oneLine(String.valueOf(broken.getMessage())));
        }
    }

    private String tried(String file, Set<String> variables) {
        Map<String, String> values = new HashMap<>();
        variables.forEach(variable -> values.put(variable, MARKUP));
        try {
            return render(values);
        } catch (MustacheException broken) {
            throw fault(file, "cannot be filled in: " + HeaderText.oneLine(String.valueOf(broken.getMessage())));
        }
    }

    private static IllegalArgumentException fault(String file, String what) {
        return new IllegalArgumentException("the mail template " + file + " " + what);
    }

    /** Collects what a template mentions, and refuses what it could not be given. */
    private static final class Mentioned implements Mustache.Visitor {

        private final String file;
        private final Set<String> allowed;
        private final Set<String> variables = new HashSet<>();

        Mentioned(String file, Set<String> allowed) {
            this.file = file;
            this.allowed = allowed;
        }

        @Override
        public void visitText(String text) {
            // may be any
        }

        @Override
        public void visitVariable(String name) {
            requireKnown(name);
            variables.add(name);
        }

        @Override
        public boolean visitInclude(String name) {
            throw fault(file, "includes another, which is not possible here");
        }

        @Override
        public boolean visitParent(String name) {
            return visitInclude(name);
        }

        @Override
        public boolean visitSection(String name) {
            requireKnown(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            requireKnown(name);
            return true;
        }

        private void requireKnown(String name) {
            if (!allowed.contains(name)) {
                throw fault(
                        file,
                        "mentions {{" + HeaderText.oneLine(name) + "}}; there is only "
                                + String.join(", ", allowed.stream().sorted().toList()));
            }
        }
    }
}
