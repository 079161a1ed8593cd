package io.freshet.watcher.watch;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.RelativePath;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.AnnouncementRule.Fit;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.Target;
import io.freshet.watcher.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Compares what was announced with what the ledger knows to be there. */
public final class AnnouncedFit {
    private AnnouncedFit() {}

    /** How they compare; of an announcement without a path any file of the partition will do. */
    public static Fit of(Target target, Announcement event, Ledger ledger) {
        RelativePath path = target.path();
        if (path == null) {
            return ofAny(event, ledger.members(target.partition()));
        }
        KnownFile known = ledger.file(path).orElse(null);
        return known == null ? new Fit.Absent() : of(event, known.stamp().bytes(), known.content());
    }

    private static Fit of(Announcement event, long bytes, Fingerprint content) {
        return event.fits(bytes, content) ? new Fit.Fits() : new Fit.Differs(bytes, content);
    }

    private static Fit ofAny(Announcement event, ManifestFiles files) {
        Search search = new Search(event);
        try {
            files.visit(search);
        } catch (Found e) {
            return new Fit.Fits();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return search.last == null ? new Fit.Absent() : search.last;
    }

    /** Ends a search. */
    private static final class Found extends Exception {
        private static final long serialVersionUID = 1L;

        Found() {
            super("found", null, false, false);
        }
    }

    private static final class Search implements ManifestFiles.Visitor<Found> {
        private final Announcement event;
        private @Nullable Fit last;

        Search(Announcement event) {
            this.event = event;
        }

        @Override
        public void visit(Manifest.Entry file) throws Found {
            last = of(event, file.bytes(), file.content());
            if (last instanceof Fit.Fits) {
                throw new Found();
            }
        }
    }
}
