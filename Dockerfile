# syntax=docker/dockerfile:1
# One image: the web program, and the command line beside it for one-off jobs (docs/running.md).
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Packages first: a layer that only changes with the lock files.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/ServiceDirectory.Core/ServiceDirectory.Core.csproj src/ServiceDirectory.Core/packages.lock.json src/ServiceDirectory.Core/
COPY src/ServiceDirectory.Web/ServiceDirectory.Web.csproj src/ServiceDirectory.Web/packages.lock.json src/ServiceDirectory.Web/
COPY src/ServiceDirectory.Cli/ServiceDirectory.Cli.csproj src/ServiceDirectory.Cli/packages.lock.json src/ServiceDirectory.Cli/
RUN dotnet restore src/ServiceDirectory.Web --locked-mode --use-current-runtime -p:PublishReadyToRun=true && dotnet restore src/ServiceDirectory.Cli --locked-mode --use-current-runtime -p:PublishReadyToRun=true

COPY .editorconfig ./
COPY src src
# Compiled before they start: a start and the first page take half the time. Both are for the same kind of machine, and so hold the same build of the
# core: one reads what the other prepared.
RUN dotnet publish src/ServiceDirectory.Web -c Release --no-restore --use-current-runtime -p:PublishReadyToRun=true -o /app/web \
 && dotnet publish src/ServiceDirectory.Cli -c Release --no-restore --use-current-runtime -p:PublishReadyToRun=true -o /app/cli \
 && dotnet /app/cli/ServiceDirectory.Cli.dll places image /app/places.image

# The full image, not "chiseled" or Alpine: ICU and time zones are needed for the scripts of names and for opening hours.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble
# Besides, what a backup is made and read with (docs/backup.md), and nothing else that comes in the same package.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libicu74 tzdata postgresql-client-16 age \
 && find /usr/lib/postgresql/16/bin -type f ! -name pg_dump ! -name pg_restore -delete \
 && rm -rf /var/lib/apt/lists/*
# No crash dumps and no debugger: both would write what is in memory to a disk.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 \
    ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080
COPY --from=build /app /app
# Where the keys of the months are made: a volume of its own, in no backup.
RUN install -d -m 700 -o $APP_UID /var/lib/directory/months
WORKDIR /app/web
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet"]
CMD ["/app/web/ServiceDirectory.Web.dll"]
