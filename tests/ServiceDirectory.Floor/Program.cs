using Microsoft.AspNetCore.Html;
using Npgsql;
using ServiceDirectory.Core.Data;

// The least that a page of this kind costs, to hold the real one against: Razor Pages, one prepared statement, and as many bytes.
// No headers of its own, no compression, no languages, no limits.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
builder.Services.AddSingleton<NpgsqlDataSource>(_ => DataSources.Public(builder.Configuration.GetConnectionString("Public")!));
builder.Services.AddSingleton(new ServiceDirectory.Floor.Filler(
    Of("Near"), Of("Entry")));
builder.Services.AddRazorPages();

var app = builder.Build();
app.MapRazorPages();
await app.RunAsync();

// What the real page says more than this one, as one constant piece.
HtmlString Of(string page) => new(new string('.', builder.Configuration.GetValue($"Filler:{page}", 0)));
