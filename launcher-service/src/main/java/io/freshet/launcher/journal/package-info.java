/** A launcher's records of its attempts: one append-only journal, which other launchers read along. */
@NullMarked
package io.freshet.launcher.journal;

import org.jspecify.annotations.NullMarked;
