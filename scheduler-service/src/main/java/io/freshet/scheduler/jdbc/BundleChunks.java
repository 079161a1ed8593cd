package io.freshet.scheduler.jdbc;

import io.freshet.contracts.data.Fingerprint;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bundles in pieces of a megabyte, so that neither side of the connection has one in memory whole. */
@Singleton
final class BundleChunks {
    private static final int PIECE_BYTES = 1 << 20;

    private final Database database;
    private final BundleRepository bundles;

    BundleChunks(Database database, BundleRepository bundles) {
        this.database = database;
        this.bundles = bundles;
    }

    /** Keeps a bundle, unless it is there; in the transaction of the caller. */
    void put(Fingerprint bundle, Path zip) throws IOException {
        if (bundles.insertIfAbsent(bundle.hex(), Files.size(zip)) == 0) {
            return;
        }
        try (InputStream content = Files.newInputStream(zip)) {
            int position = 0;
            for (byte[] piece = content.readNBytes(PIECE_BYTES);
                    piece.length > 0;
                    piece = content.readNBytes(PIECE_BYTES)) {
                bundles.insertPiece(bundle.hex(), position++, piece);
            }
        }
    }

    /** Writes a bundle; each piece is a transaction, so that a slow reader holds none. */
    void write(String bundle, OutputStream output) throws IOException {
        int position = 0;
        Optional<BundlePiece> piece = piece(bundle, position);
        while (piece.isPresent()) {
            output.write(piece.get().content());
            piece = piece(bundle, ++position);
        }
    }

    private Optional<BundlePiece> piece(String bundle, int position) {
        return database.transact(() -> bundles.piece(bundle, position));
    }
}
