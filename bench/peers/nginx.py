"""nginx with Nchan: where it is, and a configuration for it as its documentation advises."""

import shutil
from pathlib import Path
from typing import Final

HOW: Final = "Debian: apt-get install nginx libnginx-mod-nchan; then `service nginx stop`, none of its own need run"
_MODULE: Final = "ngx_nchan_module.so"
_MODULES: Final = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules", "/usr/lib64/nginx/modules")
_PROGRAMS: Final = ("/usr/sbin/nginx", "/usr/local/sbin/nginx")

_CONFIGURATION: Final = """
load_module {module};
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 20000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    nchan_shared_memory_size 256M;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        keepalive_requests 100000000;
        location = /publish {{
            nchan_publisher;
            nchan_channel_id $arg_id;
            nchan_message_buffer_length 10000;
            nchan_message_timeout 1m;
        }}
        location = /stream {{
            nchan_subscriber eventsource;
            nchan_channel_id $arg_id;
            nchan_subscriber_first_message oldest;
        }}
    }}
}}
"""
"""One worker; a buffer so long that who is behind misses nothing; a publisher's connection that is kept."""


def nginx_with_nchan() -> tuple[str, str] | None:
    """Find the program and its module; None where one of them is missing."""
    program = shutil.which("nginx") or next((path for path in _PROGRAMS if Path(path).exists()), None)
    module = next((f"{folder}/{_MODULE}" for folder in _MODULES if Path(folder, _MODULE).exists()), None)
    return (program, module) if program and module else None


def configured(folder: Path, module: str, port: int) -> Path:
    """Write a configuration, and give its path."""
    folder.mkdir(mode=0o755, exist_ok=True)  # its worker is another user
    path = folder / f"nginx-{port}.conf"
    path.write_text(_CONFIGURATION.format(module=module, folder=folder, port=port))
    return path
