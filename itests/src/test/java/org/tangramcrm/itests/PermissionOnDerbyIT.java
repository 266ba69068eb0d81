package org.tangramcrm.itests;

class PermissionOnDerbyIT extends PermissionCheck {
  @Override
  Server begin() {
    return Server.onDerby("permission-derby");
  }
}
