var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages();

var app = builder.Build();
app.MapRazorPages();
app.Run();

/// <summary>Named so that tests can start the same host.</summary>
public partial class Program;
