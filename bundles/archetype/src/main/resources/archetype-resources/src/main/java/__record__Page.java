package ${package};

import org.tangramcrm.platform.Page;

/** A page of {@link ${records}}. */
public class ${record}Page extends Page<${record}> {}
