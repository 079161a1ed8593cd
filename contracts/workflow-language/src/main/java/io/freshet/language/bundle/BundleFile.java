package io.freshet.language.bundle;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The content of a file of a bundle. */
public sealed interface BundleFile {
    /** In bytes. */
    long size();

    /** SHA-256 of the content. */
    Fingerprint hash();

    /** Opens the content, which the caller closes. */
    InputStream open() throws IOException;

    /** A content in memory; nobody writes to the array any more. */
    static BundleFile of(byte[] content) {
        return new InMemory(content);
    }

    /** A content in memory, as tests and small bundles have it. */
    final class InMemory implements BundleFile {
        private final byte[] content;
        private final Fingerprint hash;

        private InMemory(byte[] content) {
            this.content = content;
            this.hash = Sha256.of(content);
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public Fingerprint hash() {
            return hash;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }
    }

    /**
     * A content on disk, which whoever made the bundle keeps there as long as the bundle is in use.
     *
     * @param place no symbolic link
     */
    record OnDisk(Path place, long size, Fingerprint hash) implements BundleFile {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(place, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
