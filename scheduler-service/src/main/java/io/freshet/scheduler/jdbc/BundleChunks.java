package io.freshet.scheduler.jdbc;

import io.freshet.contracts.data.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** Bundles in pieces of a megabyte, so that neither side of the connection has one in memory whole. */
final class BundleChunks {
    private static final int PIECE_BYTES = 1 << 20;

    private final Database database;

    BundleChunks(Database database) {
        this.database = database;
    }

    void put(Session session, Fingerprint bundle, Path zip) throws SQLException, IOException {
        int isNew = session.update(
                "INSERT INTO bundles (fingerprint, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
                bundle.hex(),
                Files.size(zip));
        if (isNew == 0) {
            return;
        }
        try (InputStream content = Files.newInputStream(zip)) {
            int position = 0;
            for (byte[] piece = content.readNBytes(PIECE_BYTES);
                    piece.length > 0;
                    piece = content.readNBytes(PIECE_BYTES)) {
                session.update(
                        "INSERT INTO bundle_pieces (fingerprint, position, content) VALUES (?, ?, ?)",
                        bundle.hex(),
                        position++,
                        piece);
            }
        }
    }

    void write(String bundle, OutputStream output) throws IOException {
        int position = 0;
        Optional<byte[]> piece = piece(bundle, position);
        while (piece.isPresent()) {
            output.write(piece.get());
            piece = piece(bundle, ++position);
        }
    }

    private Optional<byte[]> piece(String bundle, int position) {
        return database.transact(session -> session.row(
                "SELECT content FROM bundle_pieces WHERE fingerprint = ? AND position = ?",
                row -> row.getBytes(1),
                bundle,
                position));
    }
}
