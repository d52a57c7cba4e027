package dev.roster.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Configures logging, unless the system property {@code logback.configurationFile} names a configuration file. Code is
 * used because reading the same configuration from XML costs 0.3 s and 300 classes at each start.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    private static final String ROSTER = "dev.roster";
    private static final String CONSOLE = "STDOUT";

    /** Creates a configurator. Logback finds this class as a service. */
    public LogConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (isConfiguredByFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(started(new LogLayout(), context));
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName(CONSOLE);
        console.setEncoder(encoder);
        console.start();

        context.getLogger(ROSTER).setLevel(Level.INFO);
        // The access log has a setting of its own.
        context.getLogger("dev.roster.access").setLevel(Level.INFO);
        // HikariCP logs a stack trace for each lost connection. Requests and the relay log an outage in one line.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Changes the configuration. Does nothing if a configuration file is in use. */
    public static void apply(LogSettings settings) {
        if (isConfiguredByFile() || settings.equals(LogSettings.DEFAULT)) {
            return;
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = Level.convertAnSLF4JLevel(settings.level());
        context.getLogger(ROSTER).setLevel(level);
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        if (settings.json()
                && root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder) {
            encoder.setLayout(started(new JsonLogLayout(), context));
        }
    }

    private static boolean isConfiguredByFile() {
        return System.getProperty("logback.configurationFile") != null;
    }

    private static Layout<ILoggingEvent> started(Layout<ILoggingEvent> layout, LoggerContext context) {
        layout.setContext(context);
        layout.start();
        return layout;
    }
}
