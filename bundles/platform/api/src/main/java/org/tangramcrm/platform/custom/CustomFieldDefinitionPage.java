package org.tangramcrm.platform.custom;

import org.tangramcrm.platform.Page;

/** A page of custom fields. */
public class CustomFieldDefinitionPage extends Page<CustomFieldDefinition> {}
