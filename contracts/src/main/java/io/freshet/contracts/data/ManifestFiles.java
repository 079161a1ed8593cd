package io.freshet.contracts.data;

import java.io.IOException;

/** The files of a manifest, one after the other, so that a partition of any number of files takes no memory of its own. */
public interface ManifestFiles {
    /**
     * Visits every file once, in the order of paths. Each call visits the same files, as long as nobody changes them.
     *
     * @throws IOException if they cannot be read
     */
    <E extends Exception> void visit(Visitor<E> visitor) throws IOException, E;

    /** Sees one file after the other. */
    interface Visitor<E extends Exception> {
        void visit(Manifest.Entry file) throws IOException, E;
    }
}
