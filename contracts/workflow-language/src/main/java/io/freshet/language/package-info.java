/** The language of workflow files: from text to a specification, or to errors with their places. */
@NullMarked
package io.freshet.language;

import org.jspecify.annotations.NullMarked;
