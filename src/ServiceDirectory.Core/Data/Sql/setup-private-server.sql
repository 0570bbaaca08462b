-- On a server of its own, the databases beside the directory are nobody's to enter.
revoke all on database postgres, template1 from public;
