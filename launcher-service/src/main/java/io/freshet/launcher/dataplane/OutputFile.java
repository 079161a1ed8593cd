package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import java.nio.file.Path;

/**
 * A file of an output that is ours now, so that nobody can change it any more.
 *
 * @param path below the output's directory
 * @param content where its bytes are: the file itself, or a copy
 * @param copied whether that is a copy, which is to be moved where the file itself is to be linked
 * @param hash of the bytes, taken when they were ours
 */
record OutputFile(RelativePath path, Path content, boolean copied, Fingerprint hash, long bytes) {}
