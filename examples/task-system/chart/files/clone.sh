#!/bin/bash
# An init container of every database: all but the first take the primary's files, once.
set -euo pipefail
[[ ${HOSTNAME##*-} != 0 ]] || exit 0
[[ ! -s $PGDATA/PG_VERSION ]] || exit 0
until rm -rf "$PGDATA.part" && pg_basebackup --host="$PRIMARY" --username=replicator --pgdata="$PGDATA.part" \
  --wal-method=stream --checkpoint=fast --write-recovery-conf; do
  echo "the primary does not give its files yet; trying again"
  sleep 2
done
mv "$PGDATA.part" "$PGDATA"
