"""systemd: one unit for the one supervisor, which keeps front server, application, worker and scheduler."""

from __future__ import annotations

import sys
from pathlib import Path

from tintuc.config.deploy import Newsroom

UNIT = """\
# Written by `tintuc deploy systemd`. Put it into /etc/systemd/system/tintuc.service, and then:
#   useradd --system --home-dir {folder} tintuc; chown -R tintuc: {folder}; usermod -aG tintuc www-data
#   systemctl daemon-reload; systemctl enable --now tintuc
[Unit]
Description=Tintuc newsroom in {folder}
After=network-online.target postgresql.service
Wants=network-online.target

[Service]
Type=notify
NotifyAccess=main
User=tintuc
Group=tintuc
ExecStart={program} serve --dir {folder} --listen {front} --trusted-proxy 127.0.0.0/8,::1
ExecReload=/bin/kill -HUP $MAINPID
EnvironmentFile=-/etc/tintuc.env
{https}\
RuntimeDirectory=tintuc
RuntimeDirectoryMode=0750
Restart=always
RestartSec=1
WatchdogSec=60
TimeoutStartSec=180
TimeoutStopSec=15
KillMode=mixed
LimitNOFILE=65536
# Baked files are read by the web server too.
UMask=0022

# It writes to its folder and to nothing else.
ProtectSystem=strict
ReadWritePaths={folder}
{home}\
PrivateTmp=yes
PrivateDevices=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""
HOMES = (Path("/home"), Path("/root"), Path("/run/user"))


def write(newsroom: Newsroom) -> str:
    """The unit."""
    program = Path(sys.executable).parent / "tintuc"
    at_home = any(place.is_relative_to(home) for place in (newsroom.folder, program) for home in HOMES)
    return UNIT.format(
        folder=newsroom.folder,
        program=program,
        front=newsroom.front,
        https="Environment=TINTUC_HTTPS=1\n" if newsroom.https else "",
        home="" if at_home else "ProtectHome=yes\n",
    )
