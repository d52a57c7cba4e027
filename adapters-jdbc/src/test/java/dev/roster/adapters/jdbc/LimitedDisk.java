package dev.roster.adapters.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.async.FilePathAsync;

/** H2's access to files, which fails to write in directories that a test has declared full. */
public final class LimitedDisk extends FilePathAsync {

    private static final Set<String> FULL = ConcurrentHashMap.newKeySet();

    /** Replaces H2's own access for the rest of this JVM. Other directories are not affected. */
    static void install() {
        FilePath.register(new LimitedDisk());
    }

    static void setFull(Path directory, boolean full) {
        if (full) {
            FULL.add(directory.toString());
        } else {
            FULL.remove(directory.toString());
        }
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new LimitedFile(super.open(mode), toString());
    }

    private static final class LimitedFile extends FileBase {

        private final FileChannel file;
        private final String name;

        LimitedFile(FileChannel file, String name) {
            this.file = file;
            this.name = name;
        }

        private void requireSpace() throws IOException {
            if (FULL.stream().anyMatch(name::contains)) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            requireSpace();
            return file.write(source);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            requireSpace();
            return file.write(source, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
