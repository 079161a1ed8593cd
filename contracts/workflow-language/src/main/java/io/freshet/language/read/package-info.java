/** Reads the sections of a workflow file into specifications. */
@NullMarked
package io.freshet.language.read;

import org.jspecify.annotations.NullMarked;
