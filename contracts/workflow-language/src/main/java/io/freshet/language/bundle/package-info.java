/** Bundles: a workflow's specification with the code files of its tasks, as a directory or as an archive. */
@NullMarked
package io.freshet.language.bundle;

import org.jspecify.annotations.NullMarked;
