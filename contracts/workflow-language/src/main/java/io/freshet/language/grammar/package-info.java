/** The grammar of workflow files: which keys there are, how values are read, and how errors are said. */
@NullMarked
package io.freshet.language.grammar;

import org.jspecify.annotations.NullMarked;
