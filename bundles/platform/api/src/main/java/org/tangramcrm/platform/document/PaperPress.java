package org.tangramcrm.platform.document;

import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.content.StoredContent;

/**
 * Makes PDF files of business papers, with the company's letterhead and a font in them that has
 * Latin and Chinese characters, so that they read alike everywhere. The same paper makes the same
 * file.
 */
@ProviderType
public interface PaperPress {
  StoredContent pdf(Paper paper);
}
