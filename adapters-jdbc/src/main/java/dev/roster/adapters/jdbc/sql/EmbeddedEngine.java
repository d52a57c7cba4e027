package dev.roster.adapters.jdbc.sql;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open H2 database of this process, to end it although it does not work any more. Depends on internals of H2. */
public final class EmbeddedEngine {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);

    private volatile @Nullable Database opened;
    private volatile @Nullable MVStore ended;

    /** Remembers the open database. */
    public void opened(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            opened = ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase();
        }
    }

    /** Ends the database at once, without writing anything. Its threads get exceptions. */
    public void end() {
        Database old = opened;
        if (old != null) {
            old.shutdownImmediately();
            endLoops(old.getStore().getMvStore());
            ended = old.getStore().getMvStore();
            opened = null;
        } else if (ended != null) {
            endLoops(ended);
        }
    }

    /**
     * Ends the loops of threads in {@code MVStore.registerVersionUsage}. They wait for the next version of a store
     * whose last write failed, but there will be none.
     */
    private static void endLoops(MVStore store) {
        try {
            Constructor<MVStore.TxCounter> counter = MVStore.TxCounter.class.getDeclaredConstructor(long.class);
            counter.setAccessible(true);
            Field current = MVStore.class.getDeclaredField("currentTxCounter");
            current.setAccessible(true);
            current.set(store, counter.newInstance(store.getCurrentVersion()));
        } catch (ReflectiveOperationException changed) {
            LOG.error("this version of H2 may leave threads running after a failed write", changed);
        }
    }
}
