/** What a partial pod template may say. */
@NullMarked
package io.freshet.language.pod;

import org.jspecify.annotations.NullMarked;
